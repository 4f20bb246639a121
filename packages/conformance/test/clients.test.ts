/** The small site, as clients that people use see it: curl, undici, fetch and node:http get the same answers. */
import { execFile, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import * as http from "node:http";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { Agent, fetch as undiciFetch, request as undiciRequest } from "undici";
import "./support/close-all";
import { EPOCH_ETAG, PAGES, pattern } from "./support/pages";
import { serve } from "./support/servers";

const BIG_OCTETS = 8 * 1024 * 1024 + 3;

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Streamed, piece by piece, with no length announced. */
  readonly body?: readonly Buffer[];
}

interface Got {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

interface Client {
  /** Redirects are not followed. */
  get(url: string, sent?: Sent): Promise<Got>;
}

function lowerCased(pairs: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries([...pairs].map(([name, value]) => [name.toLowerCase(), value]));
}

async function withFetch(fetch: typeof undiciFetch, url: string, sent: Sent): Promise<Got> {
  const { body, ...rest } = sent;
  const streamed = body === undefined ? {} : { body: Readable.from(body), duplex: "half" as const };
  const response = await fetch(url, { redirect: "manual", ...rest, ...streamed });
  const octets = Buffer.from(await response.arrayBuffer());
  return { code: response.status, headers: lowerCased(response.headers), body: octets };
}

const withNodeHTTP = async (url: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Got> => {
  const request = http.request(url, { method, headers, agent: false });
  if (body === undefined) request.end();
  else Readable.from(body).pipe(request);
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return { code: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) };
};

const withUndici = async (url: string, sent: Sent = {}): Promise<Got> => {
  const { body, method = "GET", headers = {} } = sent;
  const dispatcher = new Agent();
  try {
    const streamed = body === undefined ? {} : { body: Readable.from(body) };
    const options = { dispatcher, method: method as "GET", headers, ...streamed };
    const response = await undiciRequest(url, options);
    const octets = Buffer.from(await response.body.arrayBuffer());
    return { code: response.statusCode, headers: response.headers, body: octets };
  } finally {
    await dispatcher.close();
  }
};

const withCurl = async (url: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Got> => {
  const options = ["-s", "--max-time", "20"];
  if (method === "HEAD") options.push("--head");
  else options.push("-i", "-X", method);
  for (const [name, value] of Object.entries(headers)) options.push("-H", `${name}: ${value}`);
  if (body !== undefined) options.push("-T", "-");
  const running = promisify(execFile)("curl", [...options, url], { encoding: "buffer", maxBuffer: Infinity });
  const { stdin } = running.child;
  if (stdin !== null) Readable.from(body ?? []).pipe(stdin);
  let { stdout } = await running;
  for (;;) {
    const headEnd = stdout.indexOf("\r\n\r\n");
    const [statusLine = "", ...lines] = stdout.toString("latin1", 0, headEnd).split("\r\n");
    stdout = stdout.subarray(headEnd + 4);
    const code = Number(statusLine.split(" ")[1]);
    const pairs = lines.map((line) => line.split(": ", 2) as [string, string]);
    if (code >= 200) return { code, headers: lowerCased(pairs), body: stdout };
  }
};

function findsCurl(): boolean {
  try {
    execFileSync("curl", ["--version"]);
    return true;
  } catch {
    console.warn("skipped: there is no curl on this machine");
    return false;
  }
}

const hasCurl = findsCurl();

const CLIENTS: [name: string, client: Client][] = [
  ["node:http", { get: withNodeHTTP }],
  ["fetch", { get: (url, sent = {}) => withFetch(fetch as unknown as typeof undiciFetch, url, sent) }],
  ["undici's fetch", { get: (url, sent = {}) => withFetch(undiciFetch, url, sent) }],
  ["undici's request", { get: withUndici }],
];
if (hasCurl) CLIENTS.push(["curl", { get: withCurl }]);

function chunks(octets: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < octets; at += 100_000) pieces.push(pattern(at, Math.min(100_000, octets - at)));
  return pieces;
}

describe.each(CLIENTS)("%s", (_name, client) => {
  const visit = async (target: string, sent?: Sent): Promise<Got> => {
    const { endpoint } = await serve(PAGES);
    return client.get(new URL(target, endpoint.url).href, sent);
  };

  test("GET and HEAD", async () => {
    const got = await visit("/");
    expect([got.code, got.body.toString()]).toEqual([200, "hello\n"]);
    const head = await visit("/", { method: "HEAD" });
    expect([head.code, head.body.length, head.headers["content-length"]]).toEqual([200, 0, "6"]);
    expect(head.headers["content-type"]).toBe(got.headers["content-type"]);
  });

  test("a streamed answer", async () => {
    const got = await visit("/stream");
    expect(got.headers["transfer-encoding"]).toBe("chunked");
    expect(got.body.toString()).toBe("one\ntwo\nthree\n");
  });

  test("a big download, octet by octet what was sent", async () => {
    const got = await visit(`/big?octets=${BIG_OCTETS}`);
    expect(got.body.length).toBe(BIG_OCTETS);
    expect(got.body.equals(pattern(0, BIG_OCTETS))).toBe(true);
  });

  test.each(["PUT", "POST"])("a streamed %s, echoed", async (method) => {
    const body = chunks(1_000_000);
    const got = await visit("/echo", { method, body, headers: { "Content-Type": "text/x-pattern" } });
    expect([got.code, got.headers["content-type"]]).toEqual([200, "text/x-pattern"]);
    expect(got.body.equals(pattern(0, 1_000_000))).toBe(true);
  });

  test("a streamed upload, hashed", async () => {
    const got = await visit("/hash", { method: "PUT", body: chunks(BIG_OCTETS) });
    const hash = createHash("sha256").update(pattern(0, BIG_OCTETS)).digest("hex");
    expect(got.body.toString()).toBe(`${BIG_OCTETS} ${hash}\n`);
  });

  test("304", async () => {
    const fresh = await visit("/cached");
    expect([fresh.code, fresh.headers["etag"], fresh.body.toString()]).toEqual([200, EPOCH_ETAG, "fresh\n"]);
    const known = await visit("/cached", { headers: { "If-None-Match": EPOCH_ETAG } });
    expect([known.code, known.headers["etag"], known.body.length]).toEqual([304, EPOCH_ETAG, 0]);
  });

  test("redirects", async () => {
    const got = await visit("/moved");
    expect([got.code, got.headers["location"]]).toEqual([302, "/stream"]);
  });

  test("404, 403, 405", async () => {
    expect((await visit("/nowhere")).code).toBe(404);
    expect((await visit("/forbidden")).body.toString()).toBe("not here");
    const refused = await visit("/stream", { method: "DELETE" });
    expect([refused.code, refused.headers["allow"]]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  test("early hints come before the answer, and don't disturb it", async () => {
    const got = await visit("/hinted");
    expect([got.code, got.body.toString()]).toEqual([200, "with a hint\n"]);
  });

  test("server-sent events", async () => {
    const got = await visit("/events");
    expect(got.headers["content-type"]).toBe("text/event-stream");
    expect(got.body.toString()).toBe("id: 1\ndata: tick 1\n\nid: 2\ndata: tick 2\n\nid: 3\ndata: tick 3\n\n");
  });
});

(hasCurl ? test : test.skip)("curl -T . has the first line back before it sends the second", async () => {
  const { endpoint } = await serve(PAGES);
  const curl = spawn("curl", ["-sN", "-T", ".", new URL("/echo", endpoint.url).href]);
  curl.stdin.write("first\n");
  const [first] = (await once(curl.stdout, "data")) as [Buffer];
  expect(first.toString()).toBe("first\n");
  curl.stdin.end("second\n");
  const [second] = (await once(curl.stdout, "data")) as [Buffer];
  expect(second.toString()).toBe("second\n");
  expect(await once(curl, "close")).toEqual([0, null]);
});

describe("what only some clients show", () => {
  test("node:http sees the early hint itself, and the trailers", async () => {
    const { endpoint } = await serve(PAGES);
    const hinted = http.get(new URL("/hinted", endpoint.url), { agent: false });
    const answered = once(hinted, "response") as Promise<[http.IncomingMessage]>;
    const [hint] = (await once(hinted, "information")) as [http.IncomingMessage];
    expect([hint.statusCode, hint.headers["link"]]).toEqual([103, "</style.css>; rel=preload; as=style"]);
    const [answer] = await answered;
    answer.resume();

    const request = http.get(new URL("/trailers", endpoint.url), { agent: false });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    await once(response.resume(), "end");
    expect(response.trailers).toEqual({ "x-checksum": "abc123" });
  });

  test("node:http sends trailers, and gets them back", async () => {
    const { endpoint } = await serve(PAGES);
    const headers = { Trailer: "X-Sum", "Transfer-Encoding": "chunked" };
    const request = http.request(new URL("/echo", endpoint.url), { method: "POST", headers, agent: false });
    request.write("content");
    request.addTrailers({ "X-Sum": "42" });
    request.end();
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    await once(response.resume(), "end");
    expect(response.trailers).toEqual({ "x-sum": "42" });
  });

  test("fetch follows a redirect of a POST, content and all", async () => {
    const { endpoint } = await serve(PAGES);
    const response = await fetch(new URL("/moved", endpoint.url), { method: "POST", body: "again" });
    expect([response.redirected, await response.text()]).toEqual([true, "again"]);
  });

  test("undici pipelines ten requests on one connection", async () => {
    const { endpoint, site } = await serve(PAGES);
    const dispatcher = new Agent({ connections: 1, pipelining: 10 });
    try {
      const targets = Array.from({ length: 10 }, (_, i) => new URL(`/big?octets=${1000 + i}`, endpoint.url));
      const answers = await Promise.all(
        targets.map(async (url) => (await undiciRequest(url, { dispatcher })).body.arrayBuffer()),
      );
      expect(answers.map(({ byteLength }) => byteLength)).toEqual(answers.map((_, i) => 1000 + i));
      expect(site.connections.size).toBe(1);
    } finally {
      await dispatcher.close();
    }
  });
});
