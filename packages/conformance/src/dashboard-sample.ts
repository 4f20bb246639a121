/** A site that doesn't exist, for the pictures of the dashboard and for its tests: what it reports, what is in flight. */
import type { ExchangeInfo } from "@headgate/core";
import type { MigrationReportData, MigrationRow, ResourceNode } from "@headgate/legacy-site";

const MB = 1e6;
const GB = 1e9;

const SINCE = "2026-03-02T08:15:00.000Z";
const UNTIL = "2026-03-02T14:40:00.000Z";

function node(
  name: string,
  resource: string,
  state: ResourceNode["state"],
  seen: readonly [requests: number, octets: number, waitedMs: number] = [0, 0, 0],
  rest: Partial<ResourceNode> = {},
): ResourceNode {
  const [requests, octets, waitedMs] = seen;
  return {
    name,
    route: "",
    resource,
    kind: "legacy",
    state,
    requests,
    octets,
    waitedMs,
    children: [],
    ...rest,
  };
}

/** Routes are made of the names on the way. */
function routed(tree: ResourceNode, parent = ""): ResourceNode {
  const route = parent === "" ? "/" : `${parent === "/" ? "" : parent}/${tree.name}`;
  return { ...tree, route, children: tree.children.map((child) => routed(child, route)) };
}

function row(
  of: Pick<MigrationRow, "resource" | "route" | "hook" | "advice"> & Partial<MigrationRow>,
): MigrationRow {
  const zero = { requests: 0, collected: 0, octets: 0, maxOctets: 0, spooledOctets: 0, waitedMs: 0 };
  const avoidable = { avoidableOctets: of.octets ?? 0, avoidableMs: of.waitedMs ?? 0 };
  const touched = { touchedContent: 0, touchedArgs: 0, readInOrder: 0, forced: [] };
  return { ...zero, ...avoidable, ...touched, ...of };
}

const TREE = routed(
  node("", "Root", "blind", [0, 0, 0], {
    children: [
      node("", "FrontPage", "blind"),
      node("upload", "Upload", "buffered", [318, 3.1 * GB, 41_200]),
      node("projects", "Projects", "buffered", [0, 0, 0], {
        children: [
          node("*", "Project", "blind", [0, 0, 0], {
            children: [
              node("notes", "Notes", "forced", [204, 1.9 * MB, 6_400], {
                forcedBy: "getChild of Projects at /projects",
              }),
              node("files", "FileStore", "replayed", [208, 812 * MB, 15_900], {
                forcedBy: "getChild of Projects at /projects",
              }),
            ],
          }),
        ],
      }),
      node("login", "LoginForm", "buffered", [96, 14_000, 300]),
      node("events", "EventStream", "streaming", [1_290, 96 * MB, 0]),
      node("api", "Api", "streaming", [2_871, 640 * MB, 0], { kind: "core" }),
    ],
  }),
);

const SKELETON = `class Upload extends Resource {
  static readonly [STREAMING] = ["PUT"];

  async responseForRequest(request: IRequest, path: PathCursor): Promise<IResponse> {
    for await (const chunk of iterate(request)) {
      // what render_PUT did with request.content
    }
    return respond(201);
  }
}
`;

export const EMPTY_REPORT: MigrationReportData = {
  version: 1,
  since: SINCE,
  until: SINCE,
  totals: {
    ...{ requests: 0, streamed: 0, buffered: 0, replayed: 0, unread: 0 },
    ...{ octets: 0, spooledOctets: 0, waitedMs: 0 },
  },
  rows: [],
  tree: routed(
    node("", "Root", "blind", [0, 0, 0], {
      children: [
        node("", "FrontPage", "blind"),
        node("upload", "Upload", "buffered"),
        node("login", "LoginForm", "buffered"),
      ],
    }),
  ),
  warnings: [],
  untold: 0,
};

export const SAMPLE_REPORT: MigrationReportData = {
  version: 1,
  since: SINCE,
  until: UNTIL,
  totals: {
    ...{ requests: 4_987, streamed: 4_161, buffered: 618, replayed: 208, unread: 0 },
    ...{ octets: 3.9 * GB, spooledOctets: 3.7 * GB, waitedMs: 63_800 },
  },
  rows: [
    row({
      ...{
        resource: "Upload",
        route: "/upload",
        hook: "render_PUT",
        marker: "STREAMING",
        skeleton: SKELETON,
      },
      ...{ requests: 318, collected: 318, octets: 3.1 * GB, maxOctets: 120 * MB, spooledOctets: 3 * GB },
      ...{ waitedMs: 41_200, touchedContent: 318, readInOrder: 318 },
      advice:
        "render_PUT of Upload read content once, front to back; 3.1 GB waited 41 s: make it [STREAMING].",
    }),
    row({
      ...{ resource: "Projects", route: "/projects", hook: "getChild", marker: "CONTENT_BLIND" },
      ...{ requests: 412, collected: 412, octets: 814 * MB, maxOctets: 64 * MB, spooledOctets: 700 * MB },
      waitedMs: 22_300,
      forced: [
        { resource: "FileStore", route: "/projects/*/files", requests: 208 },
        { resource: "Notes", route: "/projects/*/notes", requests: 204 },
      ],
      advice: "getChild of Projects never read the body in 412 requests: add [CONTENT_BLIND].",
    }),
    row({
      ...{ resource: "LoginForm", route: "/login", hook: "render_POST" },
      ...{ requests: 96, collected: 96, octets: 14_000, maxOctets: 212, waitedMs: 300, touchedArgs: 96 },
      advice:
        "render_POST of LoginForm asks for args, all of them small: nothing to gain, leave it buffered.",
    }),
  ],
  tree: TREE,
  warnings: [
    {
      ...{ resource: "FileStore", route: "/projects/*/files" },
      message: "FileStore streams, but getChild of Projects had its body collected first: it gets a replay.",
    },
  ],
  untold: 0,
};

function exchange(id: number, of: Partial<ExchangeInfo>): ExchangeInfo {
  return {
    ...{ id, method: "PUT", target: "/", httpVersion: "2.0", peer: "192.0.2.17", resource: "Upload" },
    ...{ received: 0, expected: undefined, taken: 0, waiting: 0, pausedMs: 0, ageMs: 0 },
    ...{ mode: "streaming", isAnswering: false },
    ...of,
  };
}

export const SAMPLE_EXCHANGES: readonly ExchangeInfo[] = [
  exchange(1, {
    ...{ target: "/upload/holiday.mp4", mode: "buffered", expected: 120 * MB },
    ...{ received: 71.5 * MB, taken: 71.5 * MB, ageMs: 9_250 },
  }),
  exchange(2, {
    ...{ method: "POST", target: "/api/import?format=csv", resource: "Api", isAnswering: true, ageMs: 6_500 },
    ...{ expected: 24 * MB, received: 9.6 * MB, taken: 8.6 * MB, waiting: 1 * MB, pausedMs: 4_250 },
  }),
  exchange(3, {
    ...{ target: "/projects/7/files/plan.pdf", resource: "FileStore", mode: "replayed", httpVersion: "1.1" },
    ...{
      received: 5.2 * MB,
      taken: 3.9 * MB,
      waiting: 1.3 * MB,
      pausedMs: 500,
      ageMs: 2_750,
      peer: "192.0.2.44",
    },
  }),
  exchange(4, {
    ...{ method: "GET", target: "/events", resource: "EventStream", expected: 0, isAnswering: true },
    ageMs: 754_000,
  }),
];
