/** What a site says of its resources after some requests, and what it advises. */
import { readBody, respond, tree, leaf, type IRequest, type IResponse } from "@headgate/core";
import { ManualClock } from "@headgate/core/testing";
import {
  alias,
  CONTENT_BLIND,
  EncodingResourceWrapper,
  File,
  GzipEncoderFactory,
  mark,
  NoResource,
  Request,
  Resource,
  RewriterResource,
  Site,
  STREAMING,
  type AnyResource,
  type MigrationRow,
  type ResourceNode,
  type SiteOptions,
} from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { branch } from "../support/resources";

class Upload extends Resource {
  static readonly [STREAMING] = true;
  override isLeaf = true;
  override async responseForRequest(request: IRequest): Promise<IResponse> {
    return respond(200, {}, await readBody(request));
  }
}

class Store extends Resource {
  override isLeaf = true;
  render_PUT(request: Request): Buffer {
    return request.content.read();
  }
}

class Twice extends Store {
  override render_PUT(request: Request): Buffer {
    request.content.read(1);
    request.content.seek(0);
    return request.content.read();
  }
}

class Form extends Resource {
  render_POST(request: Request): string {
    return request.args["a"]?.[0] ?? "";
  }
}

class Careless extends Resource {
  render_PUT(): string {
    return "done";
  }
}

/** Makes its children on demand, and never looks at bodies. */
class Dyn extends Resource {
  override getChild(name: string): AnyResource {
    return name === "upload" ? new Upload() : name === "store" ? new Store() : new NoResource();
  }
}

class Nosy extends Dyn {
  override getChild(name: string, request?: Request): AnyResource {
    request?.content.read(1);
    return super.getChild(name);
  }
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

async function siteAfter(
  root: AnyResource,
  requests: readonly [line: string, body: string, fields?: Record<string, string>][],
  options: SiteOptions = {},
): Promise<Site> {
  const site = new Site(root, { log: new Journal(), ...options });
  for (const [line, body, fields] of requests) await new Connection(site).send(line, fields, body).answered();
  return site;
}

function rowOf(site: Site, resource: string): MigrationRow {
  const row = site.migrationReport().rows.find((one) => one.resource === resource);
  if (row === undefined) throw new Error(`there is no row of ${resource}`);
  return row;
}

function nodesOf(node: ResourceNode): ResourceNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

function nodeAt(site: Site, route: string): ResourceNode | undefined {
  return nodesOf(site.migrationReport().tree).find((node) => node.route === route);
}

describe("advice", () => {
  test.each<[what: string, root: AnyResource, line: string, body: string, resource: string, advice: RegExp]>([
    [
      "a getChild that never looks is to be marked",
      branch({ dyn: new Dyn() }),
      "PUT /dyn/upload",
      "abc",
      "Dyn",
      /^getChild of Dyn never read the body in 2 requests: add \[CONTENT_BLIND\]; 6 octets waited .+ for nothing$/,
    ],
    [
      "a getChild that looks is to choose otherwise",
      branch({ dyn: new Nosy() }),
      "PUT /dyn/upload",
      "abc",
      "Nosy",
      /^getChild of Nosy read the body in 2 of 2 requests, .*path, query or fields.* then add \[CONTENT_BLIND\]$/,
    ],
    [
      "a render that reads once could stream",
      branch({ store: new Store() }),
      "PUT /store",
      "abc",
      "Store",
      /^render_PUT of Store read content once, front to back, 6 octets waited .+: make it \[STREAMING\]$/,
    ],
    [
      "a render that reads twice had better stay",
      branch({ twice: new Twice() }),
      "PUT /twice",
      "abc",
      "Twice",
      /^render_PUT of Twice read content more than once or out of order in 2 of 2 requests, .*: leave it/,
    ],
    [
      "a render that never looks is to be marked",
      branch({ careless: new Careless() }),
      "PUT /careless",
      "abc",
      "Careless",
      /^render_PUT of Careless never read the body in 2 requests: add \[RENDERS_BLIND\]; 6 octets waited/,
    ],
  ])("%s", async (_, root, line, body, resource, advice) => {
    const site = await siteAfter(root, [
      [line, body],
      [line, body],
    ]);
    expect(rowOf(site, resource).advice).toMatch(advice);
    expect(site.migrationReport().toString()).toContain(rowOf(site, resource).advice);
  });

  test("a small form is well buffered, a large one could stream its files", async () => {
    const root = branch({ form: new Form() });
    const site = await siteAfter(root, [["POST /form", "a=1", FORM]]);
    expect(rowOf(site, "Form")).toMatchObject({ touchedArgs: 1, touchedContent: 0 });
    expect(rowOf(site, "Form").marker).toBeUndefined();
    expect(rowOf(site, "Form").advice).toMatch(/of at most 3 octets in 1 request: .*leave it$/);
    const large = await siteAfter(root, [["POST /form", `a=${"x".repeat(1_000_000)}`, FORM]]);
    expect(rowOf(large, "Form")).toMatchObject({ marker: "STREAMING", spooledOctets: 1_000_002 });
  });

  test("that the framework parsed a form does not count as reading it", async () => {
    class Raw extends Resource {
      render_POST(request: Request): Buffer {
        return request.content.read();
      }
    }
    const site = await siteAfter(branch({ raw: new Raw() }), [["POST /raw", "a=1", FORM]]);
    expect(rowOf(site, "Raw")).toMatchObject({ touchedContent: 1, readInOrder: 1, touchedArgs: 0 });
  });

  test("the skeleton of a resource that reads once says which method streams", async () => {
    const site = await siteAfter(branch({ store: new Store() }), [["PUT /store", "abc"]]);
    expect(rowOf(site, "Store").skeleton).toContain(`static readonly [STREAMING] = ["PUT"];`);
  });

  test("an override of process or of getResourceFor is named with its class", async () => {
    class Processing extends Request {
      override process(): void {
        super.process();
      }
    }
    const processing = await siteAfter(branch({ store: new Store() }), [["PUT /store", "abc"]], {
      requestFactory: Processing,
    });
    expect(rowOf(processing, "Processing")).toMatchObject({
      hook: "process",
      collected: 1,
      marker: "CONTENT_BLIND",
    });
    class Finding extends Site {
      override getResourceFor(request: Request): ReturnType<Site["getResourceFor"]> {
        return super.getResourceFor(request);
      }
    }
    const finding = new Finding(branch({ store: new Store() }), { log: new Journal() });
    await new Connection(finding).send("PUT /store", {}, "abc").answered();
    expect(rowOf(finding, "Finding")).toMatchObject({ hook: "getResourceFor", collected: 1 });
  });

  test("what would gain most stands first, and what is well as it is last", async () => {
    const root = branch({ store: new Store(), twice: new Twice(), dyn: new Dyn() });
    const site = await siteAfter(root, [
      ["PUT /twice", "x".repeat(90_000)],
      ["PUT /store", "abc"],
      ["PUT /dyn/upload", "x".repeat(1_000_000)],
    ]);
    const names = site.migrationReport().rows.map(({ resource, hook }) => `${resource}.${hook}`);
    expect(names[0]).toBe("Dyn.getChild");
    expect(names.slice(-2).sort()).toEqual(["Twice.render_PUT", "Upload.stream"]);
  });
});

describe("evidence", () => {
  test("who forced buffering on whom", async () => {
    const journal = new Journal();
    const site = await siteAfter(branch({ dyn: new Dyn() }), [["PUT /dyn/upload", "abc"]], { log: journal });
    expect(rowOf(site, "Dyn")).toMatchObject({
      route: "/dyn",
      collected: 1,
      octets: 3,
      avoidableOctets: 3,
      forced: [{ resource: "Upload", route: "/dyn/*", requests: 1 }],
    });
    expect(rowOf(site, "Upload").forcedBy).toEqual([
      { resource: "getChild of Dyn", route: "/dyn", requests: 1 },
    ]);
    expect(nodeAt(site, "/dyn/*")).toMatchObject({ state: "replayed", forcedBy: "Dyn at /dyn", requests: 1 });
    expect(journal.messages).toEqual([
      expect.stringMatching(
        /^Upload at \/dyn\/\*: it streams, but getChild of Dyn at \/dyn .*mark Dyn \[CONTENT_BLIND\]/,
      ),
    ]);
  });

  test("a marker does nothing for a body that a child reads all the same", async () => {
    const site = await siteAfter(branch({ dyn: new Dyn() }), [["PUT /dyn/store", "abc"]]);
    expect(rowOf(site, "Dyn")).toMatchObject({ octets: 3, avoidableOctets: 0, forced: [] });
    expect(rowOf(site, "Dyn").advice).toBe(
      "getChild of Dyn never read the body in 1 request: add [CONTENT_BLIND]",
    );
    expect(rowOf(site, "Store").advice).toContain("which something above it had collected");
  });

  test("once marked, the row is gone and the child streams", async () => {
    class Blind extends Dyn {
      static readonly [CONTENT_BLIND] = true;
      override getChild(name: string): AnyResource {
        return super.getChild(name);
      }
    }
    const site = await siteAfter(branch({ dyn: new Blind() }), [["PUT /dyn/upload", "abc"]]);
    const { rows, totals, warnings } = site.migrationReport();
    expect(rows).toEqual([]);
    expect(warnings).toEqual([]);
    expect(totals).toMatchObject({ requests: 1, streamed: 1, buffered: 0, octets: 0 });
    expect(nodeAt(site, "/dyn/*")).toMatchObject({ state: "streaming", octets: 3 });
  });

  test("waiting takes time on the clock of the site", async () => {
    const clock = new ManualClock(1_000);
    const site = new Site(branch({ store: new Store() }), { log: new Journal(), clock });
    const connection = new Connection(site).send("PUT /store", { "Content-Length": "3" });
    clock.advance(1_500);
    connection.transport.feed("abc");
    await connection.answered();
    expect(rowOf(site, "Store")).toMatchObject({ waitedMs: 1_500, octets: 3 });
  });

  test("requests without a body are not counted", async () => {
    const site = new Site(branch({ form: new Form() }), { log: new Journal() });
    await new Connection(site).send("GET /form?a=1").answered();
    expect(site.migrationReport()).toMatchObject({ totals: { requests: 0 }, rows: [], warnings: [] });
  });

  test("a site that keeps none says nothing", async () => {
    const site = await siteAfter(branch({ store: new Store() }), [["PUT /store", "abc"]], {
      evidence: false,
    });
    expect(site.migrationReport()).toMatchObject({ totals: { requests: 0 }, rows: [] });
  });

  test("each site keeps its own", async () => {
    const [one, other] = [new Site(new Store()), new Site(new Store())];
    await new Connection(one).send("PUT /", {}, "abc").answered();
    expect(one.migrationReport().totals.requests).toBe(1);
    expect(other.migrationReport().totals.requests).toBe(0);
  });

  test("it is bounded where a tree grows as it is used", async () => {
    const root = new Resource();
    const site = new Site(root, { log: new Journal() });
    const connection = new Connection(site);
    for (let count = 1; count <= 1_010; count += 1) {
      root.putChild(`store-${count}`, new Store());
      connection.send(`PUT /store-${count}`, {}, "abc");
      await connection.answered(count);
    }
    const { rows, totals, untold } = site.migrationReport();
    // The root takes a place too.
    expect(rows).toHaveLength(999);
    expect(untold).toBe(11);
    expect(totals).toMatchObject({ requests: 1_010, octets: 3_030 });
  });

  test("it is bounded where clients make up methods", async () => {
    class Any extends Resource {
      override isLeaf = true;
      override render(request: Request): string {
        return request.content.read().toString();
      }
    }
    const requests = Array.from({ length: 100 }, (_, at): [string, string] => [`M${at} /`, "abc"]);
    const site = await siteAfter(new Any(), requests);
    expect(site.migrationReport().rows).toMatchObject([{ hook: "render", requests: 100 }]);
  });

  test("a client that leaves is counted when it leaves", async () => {
    const site = new Site(new Store(), { log: new Journal() });
    const { transport } = new Connection(site).send("PUT /", { "Content-Length": "10" });
    transport.feed("abc");
    transport.lose();
    await Promise.resolve();
    expect(site.migrationReport().totals).toMatchObject({ requests: 1 });
  });
});

describe("the tree", () => {
  test("names what the application named, and shows the rest as *", async () => {
    const root = branch({
      dyn: new Dyn(),
      zip: new EncodingResourceWrapper(new Form(), [new GzipEncoderFactory()]),
      file: new File("."),
      core: tree({ a: leaf((request) => respond(200, {}, request)) }),
    });
    const site = await siteAfter(root, [
      ["PUT /dyn/upload", "abc"],
      ["POST /zip", "a=1", FORM],
      ["POST /core/a", "abc"],
    ]);
    const nodes = nodesOf(site.migrationReport().tree);
    expect(nodes.map(({ route, resource, kind, state }) => [route, resource, kind, state])).toEqual([
      ["/", "Resource", "legacy", "blind"],
      ["/dyn", "Dyn", "legacy", "buffered"],
      ["/dyn/*", "Upload", "legacy", "replayed"],
      ["/zip", "Form", "legacy", "buffered"],
      ["/file", "File", "legacy", "blind"],
      ["/core", "Tree", "core", "streaming"],
      ["/core/a", "Leaf", "core", "streaming"],
    ]);
  });

  test("a resource that contains itself ends it", () => {
    const root = new Resource();
    root.putChild("again", root);
    expect(nodesOf(new Site(root).migrationReport().tree)).toHaveLength(2);
  });
});

describe("RewriterResource", () => {
  test("is passed without the body where all its rules are marked", async () => {
    const streamed = async (...rules: ((request: Request) => void)[]): Promise<unknown> => {
      const root = new RewriterResource(branch({ upload: new Upload() }), ...rules);
      const site = await siteAfter(root, [["PUT /up", "abc"]]);
      return site.migrationReport().totals.streamed;
    };
    const rule = (request: Request): void => {
      request.setHeader("x-rule", "1");
    };
    expect(await streamed(alias("up", "upload"))).toBe(1);
    expect(await streamed(alias("up", "upload"), rule)).toBe(0);
    expect(await streamed(alias("up", "upload"), mark(rule, CONTENT_BLIND))).toBe(1);
  });

  test("stands for its resource then, at its own place too", async () => {
    const root = branch({ up: new RewriterResource(new Upload(), alias("a", "b")) });
    const site = await siteAfter(root, [["PUT /up", "abc"]]);
    expect(site.migrationReport().totals).toMatchObject({ streamed: 1, buffered: 0, replayed: 0 });
  });
});
