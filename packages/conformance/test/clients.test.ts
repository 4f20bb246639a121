/** The small site, as clients that people use see it: all get the same answers, over either version of HTTP. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import * as http from "node:http";
import { Agent, request as undiciRequest } from "undici";
import { CLIENTS, type Got, type Sent } from "./support/clients";
import "./support/close-all";
import { EPOCH_ETAG, PAGES, pattern } from "./support/pages";
import { serve } from "./support/servers";
import { testWith } from "./support/tools";

const BIG_OCTETS = 8 * 1024 * 1024 + 3;

function chunks(octets: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < octets; at += 100_000) pieces.push(pattern(at, Math.min(100_000, octets - at)));
  return pieces;
}

describe.each(CLIENTS)("$name", (client) => {
  const isHttp2 = client.version === "2.0";
  const visit = async (target: string, sent?: Sent): Promise<Got> => {
    const tls = client.isSecure ? ("self-signed" as const) : undefined;
    const { endpoint } = await serve(PAGES, {}, { port: 0, host: "127.0.0.1", tls });
    return client.visit(new URL(target, endpoint.url).href, sent);
  };

  test("the version that it should speak", async () => {
    const scheme = client.isSecure ? "https" : "http";
    expect((await visit("/version")).body.toString()).toBe(`${client.version} ${scheme}\n`);
  });

  test("GET and HEAD", async () => {
    const got = await visit("/");
    expect([got.code, got.body.toString()]).toEqual([200, "hello\n"]);
    const head = await visit("/", { method: "HEAD" });
    expect([head.code, head.body.length, head.headers["content-length"]]).toEqual([200, 0, "6"]);
    expect(head.headers["content-type"]).toBe(got.headers["content-type"]);
  });

  test("a streamed answer", async () => {
    const got = await visit("/stream");
    expect(got.headers["transfer-encoding"]).toBe(isHttp2 ? undefined : "chunked");
    expect(got.headers["content-length"]).toBeUndefined();
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

testWith("curl").each([
  ["HTTP/1.1", []],
  ["HTTP/2", ["--http2-prior-knowledge"]],
])("curl -T . has the first line back before it sends the second, over %s", async (_, args) => {
  const { endpoint } = await serve(PAGES);
  const curl = spawn("curl", [...args, "-sN", "-T", ".", new URL("/echo", endpoint.url).href]);
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
