/** `headgate report URL`, with what a server may answer. */
import { Resource, Site } from "@headgate/legacy-site";
import { runCommandLine } from "../src/command-line/run-command-line";
import { RecordedTerminal } from "./support/recorded-terminal";

const URL = "http://localhost:8080/dashboard";
const REPORT = JSON.stringify(new Site(new Resource()).migrationReport());

async function outcomeOf(
  answer: () => Promise<Response>,
  ...more: string[]
): Promise<[number, RecordedTerminal]> {
  jest.spyOn(globalThis, "fetch").mockImplementation(answer);
  const terminal = new RecordedTerminal();
  return [await runCommandLine(["report", URL, ...more], terminal), terminal];
}

function buffered(octets: number): () => Promise<Response> {
  const data = JSON.parse(REPORT) as { totals: object };
  return async () => Response.json({ ...data, totals: { ...data.totals, octets } });
}

test("it asks for JSON, and prints a table", async () => {
  const [code, { stdout, stderr }] = await outcomeOf(async () => new Response(REPORT));
  expect(fetch).toHaveBeenCalledWith(
    expect.objectContaining({ href: URL }),
    expect.objectContaining({ headers: { accept: "application/json" } }),
  );
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Bodies of 0 requests since /);
});

test("--json prints what came", async () => {
  const [code, { stdout }] = await outcomeOf(async () => new Response(REPORT), "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(REPORT));
});

const BOUNDS: readonly (readonly [octets: number, bound: string, code: number])[] = [
  [0, "0", 0],
  [1, "0", 1],
  [10_000_000, "10MB", 0],
  [10_000_001, "10MB", 1],
];

test.each(BOUNDS)("%d octets, --max-buffered %s: exit code %d", async (octets, bound, code) => {
  const [given, { stdout, stderr }] = await outcomeOf(buffered(octets), "--max-buffered", bound);
  expect(given).toBe(code);
  expect(stdout).toContain("Bodies of");
  expect(stderr).toBe(
    code === 0
      ? ""
      : `headgate: ${octets} octets were buffered, and --max-buffered ${bound} allows ${bound === "0" ? 0 : 10_000_000}\n`,
  );
});

test("who asks is sent, and not shown", async () => {
  jest.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("", { status: 403 }));
  const terminal = new RecordedTerminal();
  const code = await runCommandLine(["report", "http://a%40b:p%3Aw%@localhost/d"], terminal);
  expect([code, terminal.stderr]).toEqual([2, "headgate: http://localhost/d answers 403\n"]);
  expect(fetch).toHaveBeenCalledWith(
    expect.objectContaining({ href: "http://localhost/d" }),
    expect.objectContaining({
      headers: {
        accept: "application/json",
        authorization: `Basic ${Buffer.from("a@b:p%3Aw%").toString("base64")}`,
      },
    }),
  );
});

function failure(message: string, cause?: unknown): () => Promise<Response> {
  return () => Promise.reject(new TypeError(message, { cause }));
}

function brokenOff(): Response {
  return new Response(
    new ReadableStream({
      start: (stream) => stream.error(new TypeError("terminated", { cause: new Error("other side closed") })),
    }),
  );
}

const NO_REPORTS: readonly (readonly [answer: () => Promise<Response>, says: string])[] = [
  [
    failure("fetch failed", new Error("connect ECONNREFUSED 127.0.0.1:8080")),
    "can't be reached: connect ECONNREFUSED",
  ],
  [
    failure("fetch failed", new AggregateError([new Error("one"), new Error("two")])),
    "can't be reached: one; two",
  ],
  [
    failure("fetch failed", Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })),
    "can't be reached: self-signed. NODE_EXTRA_CA_CERTS=FILE has Node trust",
  ],
  [
    async () => new Response("", { status: 401, statusText: "Unauthorized" }),
    "answers 401 Unauthorized. Who asks goes into the URL: http://name:password@host/",
  ],
  [failure("timeout"), "can't be reached: timeout"],
  [
    async () => new Response("", { status: 404, statusText: "Not Found" }),
    "answers 404 Not Found. Is a dashboard there?",
  ],
  [async () => new Response("", { status: 403, statusText: "Forbidden" }), "answers 403 Forbidden\n"],
  [
    async () => new Response("<p>", { headers: { "content-type": "text/html" } }),
    "answers with text/html, which is no JSON",
  ],
  [async () => Response.json({ version: 2 }), "answers with JSON that is no migration report of version 1"],
  [async () => Response.json(null), "answers with JSON that is no migration report of version 1"],
  [async () => brokenOff(), "broke off: other side closed"],
];

test.each(NO_REPORTS)("exit code 2 for %p: %s", async (answer, says) => {
  const [code, { stdout, stderr }] = await outcomeOf(answer);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(`headgate: ${URL} ${says}`);
});
