import { randomBytes } from "node:crypto";
import zlib from "node:zlib";
import { BodyLost, ClientGone, respond, type IRequest } from "@headgate/core";
import type { WireResponse } from "@headgate/core/testing";
import {
  BrotliEncoderFactory,
  DeferredResource,
  EncodingResourceWrapper,
  GzipEncoderFactory,
  NameVirtualHost,
  NOT_DONE_YET,
  Resource,
  STREAMING,
  succeed,
  UnsupportedMethod,
  type AnyResource,
  type IEncodedRequest,
  type Rendered,
  type Request,
} from "../src/index";
import { ask, Connection, turn, until } from "./support/connection";
import { branch, Leaf, Page } from "./support/resources";

const TEXT = "All work and no play makes a dull server. ".repeat(40);
const GZIP = { "Accept-Encoding": "gzip" };
const gzipped = (resource: AnyResource): EncodingResourceWrapper =>
  new EncodingResourceWrapper(resource, [new GzipEncoderFactory()]);
const text = new Leaf(() => TEXT);

function wantEncoded(response: WireResponse, content = TEXT): void {
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  expect(response.headers.has("content-length")).toBe(false);
  expect(zlib.gunzipSync(response.body).toString()).toBe(content);
}

function wantPlain(response: WireResponse, content = TEXT): void {
  expect(response.headers.has("content-encoding")).toBe(false);
  expect(response.body.toString()).toBe(content);
}

/** What has come so far of a response in chunks that goes on. */
function soFar(connection: Connection): string {
  const written = connection.transport.written.toString("latin1");
  const pieces: string[] = [];
  for (let at = written.indexOf("\r\n\r\n") + 4; at > 3 && at < written.length;) {
    const start = written.indexOf("\r\n", at) + 2;
    const size = Number.parseInt(written.slice(at, start), 16);
    pieces.push(written.slice(start, start + size));
    at = start + size + 2;
  }
  const body = Buffer.from(pieces.join(""), "latin1");
  if (body.length === 0) return "";
  return zlib.gunzipSync(body, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString();
}

describe("EncodingResourceWrapper (G1, G2)", () => {
  test("encodes for who names gzip, and for nobody else", async () => {
    wantEncoded(await ask(gzipped(text), "GET /", GZIP));
    wantPlain(await ask(gzipped(text), "GET /"));
    wantPlain(await ask(gzipped(text), "GET /", { "Accept-Encoding": "gzip;q=0" }));
    wantPlain(await ask(gzipped(text), "GET /", { "Accept-Encoding": "x-gzip" }));
  });

  test("its children are not wrapped", async () => {
    const tree = branch({ kid: text, "": text });
    wantPlain(await ask(gzipped(tree), "GET /kid", GZIP));
  });

  test("stands for the original: a leaf or not, with its children", async () => {
    expect(gzipped(text).isLeaf).toBe(true);
    const wrapper = gzipped(new Page(() => TEXT));
    expect(wrapper.isLeaf).toBe(false);
    wrapper.putChild("kid", new Leaf(() => "kid"));
    wantPlain(await ask(wrapper, "GET /kid", GZIP), "kid");
    wantEncoded(await ask(branch({ page: wrapper }), "GET /page", GZIP));
  });

  test("the first factory that takes a request encodes it", async () => {
    const both = new EncodingResourceWrapper(text, [new BrotliEncoderFactory(), new GzipEncoderFactory()]);
    const response = await ask(both, "GET /", { "Accept-Encoding": "gzip, deflate, br;q=0.9" });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(zlib.brotliDecompressSync(response.body).toString()).toBe(TEXT);
    wantEncoded(await ask(both, "GET /", { "Accept-Encoding": "gzip, br;q=0" }));
  });

  test("an encoder of the application's own", async () => {
    const factory = {
      encoderForRequest(request: IEncodedRequest) {
        request.responseHeaders.setRawHeaders("content-encoding", ["x-shout"]);
        return { encode: (data: Buffer) => data.toString().toUpperCase(), finish: () => "!" };
      },
    };
    const response = await ask(new EncodingResourceWrapper(new Leaf(() => "hello"), [factory]), "GET /");
    expect(response.headers.get("content-encoding")).toBe("x-shout");
    expect(response.headers.has("content-length")).toBe(false);
    expect(response.body.toString()).toBe("HELLO!");
  });

  test("an encoder that throws cuts the body", async () => {
    const factory = {
      encoderForRequest: () => ({
        encode(): never {
          throw new Error("encoder trouble");
        },
        finish: () => "",
      }),
    };
    const connection = Connection.to(new EncodingResourceWrapper(text, [factory])).send("GET /");
    await until(() => connection.transport.hasFinished);
    expect(connection.transport.written.toString()).not.toMatch(/0\r\n\r\n$/);
  });

  test("adds to codings that are named already; the level is the factory's", async () => {
    class Outer extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.setHeader("content-encoding", "x");
        return gzipped(text);
      }
    }
    const response = await ask(new Outer(), "GET /", GZIP);
    expect(response.headers.get("content-encoding")).toBe("x,gzip");
    const fastest = new GzipEncoderFactory();
    fastest.compressLevel = 1;
    const big = new Leaf(() => TEXT.repeat(50));
    const [fast, small] = await Promise.all([
      ask(new EncodingResourceWrapper(big, [fastest]), "GET /", GZIP),
      ask(gzipped(big), "GET /", GZIP),
    ]);
    expect(fast.body.length).toBeGreaterThan(small.body.length);
  });

  test("behind a virtual host and behind a DeferredResource", async () => {
    const root = new NameVirtualHost();
    root.addHost("localhost", gzipped(text));
    wantEncoded(await ask(root, "GET /a", GZIP));
    wantEncoded(await ask(new DeferredResource(succeed<AnyResource>(gzipped(text))), "GET /", GZIP));
  });

  test("pages of the framework are encoded too", async () => {
    const broken = new Leaf(() => {
      throw new Error("trouble");
    });
    const failed = await ask(gzipped(broken), "GET /", GZIP);
    expect([failed.code, zlib.gunzipSync(failed.body).toString()]).toEqual([
      500,
      expect.stringContaining("Processing Failed"),
    ]);
    const refused = await ask(gzipped(new Page()), "GET /", GZIP);
    expect(refused.code).toBe(404);
    const posted = await ask(branch({ a: gzipped(new Resource()) }), "POST /a", GZIP);
    expect([posted.code, zlib.gunzipSync(posted.body).toString()]).toEqual([
      405,
      expect.stringContaining("Method Not Allowed"),
    ]);
  });

  test("hardened: caches are told what the answer depends on", async () => {
    const vary = async (hardened: boolean, fields = {}): Promise<string | undefined> =>
      (await ask(gzipped(text), "GET /", fields, undefined, { hardened })).headers.get("vary");
    expect([await vary(false, GZIP), await vary(true, GZIP), await vary(true)]).toEqual([
      undefined,
      "Accept-Encoding",
      "Accept-Encoding",
    ]);
  });
});

describe("what flows is encoded as it flows", () => {
  function pending(capacity = Infinity): { connection: Connection; request: Request } {
    let found: Request | undefined;
    const leaf = new Leaf((request) => {
      found = request;
      return NOT_DONE_YET;
    });
    const connection = Connection.to(gzipped(leaf), {}, capacity).send("GET /", GZIP);
    return { connection, request: found! };
  }

  test("what is written can be read before more is", async () => {
    const { connection, request } = pending();
    request.write("first, ");
    await until(() => soFar(connection) === "first, ");
    request.write("second, ");
    request.write("third");
    await until(() => soFar(connection) === "first, second, third");
    request.finish();
    wantEncoded((await connection.answered()).response, "first, second, third");
  });

  test("the streamed answer of a resource of core", async () => {
    async function* parts(): AsyncGenerator<string> {
      yield "one, ";
      await turn();
      yield "two";
    }
    const core = { responseForRequest: () => respond(200, { "Content-Type": "text/plain" }, parts()) };
    const response = await ask(branch({ core: gzipped(core) }), "GET /core/below", GZIP);
    wantEncoded(response, "one, two");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(() => gzipped(core).putChild("a", text)).toThrow(TypeError);
  });

  test("a resource that streams has its first octets back, encoded, before the last came", async () => {
    class Echo extends Leaf {
      static readonly [STREAMING] = true;
      override responseForRequest(request: IRequest): ReturnType<Resource["responseForRequest"]> {
        return respond(200, {}, request);
      }
    }
    const connection = Connection.to(gzipped(new Echo(() => "rendered")));
    connection.send("POST /", { ...GZIP, "Content-Length": "10" });
    connection.transport.feed("first");
    await until(() => soFar(connection) === "first");
    connection.transport.feed(", end");
    wantEncoded((await connection.answered()).response, "first, end");
  });

  test("a client that reads slowly pauses the producer, through the encoder", async () => {
    const { connection, request } = pending(64 * 1024);
    let written = 0;
    let isPaused = false;
    const calls: string[] = [];
    const produce = async (): Promise<void> => {
      for (; written < 200; written++) {
        while (isPaused) await turn();
        request.write(randomBytes(16 * 1024));
        await turn();
      }
      request.unregisterProducer();
      request.finish();
    };
    request.registerProducer(
      {
        pauseProducing: () => void (calls.push("pause"), (isPaused = true)),
        resumeProducing: () => void (calls.push("resume"), (isPaused = false)),
        stopProducing: () => void calls.push("stop"),
      },
      true,
    );
    const produced = produce();
    await until(() => isPaused && connection.transport.unsentOctets > 64 * 1024);
    for (let turns = 0; turns < 100; turns++) await turn();
    expect(written).toBeLessThan(40);
    while (connection.responses.at(-1)?.isComplete !== true) {
      connection.transport.drain();
      await turn();
    }
    await produced;
    expect(zlib.gunzipSync(connection.response.body)).toHaveLength(200 * 16 * 1024);
    expect(calls).not.toContain("stop");
  });

  test("a client that leaves stops the producer, once, and the body of a core resource", async () => {
    const { connection, request } = pending();
    const calls: string[] = [];
    const note = (call: string) => () => void calls.push(call);
    request.notifyFinish().addErrback(note("errback"));
    request.registerProducer(
      { pauseProducing: () => {}, resumeProducing: () => {}, stopProducing: note("stop") },
      true,
    );
    request.write("some");
    await until(() => soFar(connection) === "some");
    connection.transport.lose(new BodyLost("reset", { cause: new ClientGone("reset", true) }));
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(calls.sort()).toEqual(["errback", "stop"]);
  });

  test("an answer that is cut is not ended as if it were whole", async () => {
    const { connection, request } = pending();
    request.write("some");
    await until(() => soFar(connection) === "some");
    request.loseConnection();
    await until(() => connection.transport.hasFinished);
    expect(connection.transport.written.toString("latin1")).not.toMatch(/0\r\n\r\n$/);
  });
});

describe("what twisted.web writes too much (G3)", () => {
  test("HEAD: a head as of GET, no octet behind it, and the next answer is intact", async () => {
    const connection = Connection.to(gzipped(text)).send("HEAD /", GZIP);
    const { response } = await connection.answered();
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.has("content-length")).toBe(false);
    expect(connection.transport.written.toString("latin1")).toMatch(/\r\n\r\n$/);
    wantEncoded((await connection.send("GET /", GZIP).answered(2)).response);
  });

  test("HEAD where a GET stands in (T17)", async () => {
    class OnlyGet extends Resource {
      override isLeaf = true;
      override allowedMethods = ["GET"];

      override render(request: Request): ReturnType<Resource["render"]> {
        if (request.method !== "GET") throw new UnsupportedMethod(["GET"]);
        return TEXT;
      }
    }
    const connection = Connection.to(gzipped(new OnlyGet())).send("HEAD /", GZIP);
    const { response } = await connection.answered();
    expect([response.code, response.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    wantEncoded((await connection.send("GET /", GZIP).answered(2)).response);
  });

  test.each([204, 304])("%d has no content", async (code) => {
    const leaf = new Leaf((request) => {
      request.setResponseCode(code);
      return "";
    });
    const connection = Connection.to(gzipped(leaf)).send("GET /", GZIP);
    await connection.answered();
    expect(connection.transport.written.toString("latin1")).toMatch(/\r\n\r\n$/);
    expect((await connection.send("GET /", GZIP).answered(2)).response.code).toBe(code);
  });

  test("an empty content is one", async () => {
    wantEncoded(await ask(gzipped(new Leaf(() => "")), "GET /", GZIP), "");
  });
});

describe("nothing is encoded twice, and no range", () => {
  const answer = (code: number, fields: Record<string, string>, body: Rendered): Leaf =>
    new Leaf((request) => {
      request.setResponseCode(code);
      for (const [name, value] of Object.entries(fields)) request.setHeader(name, value);
      return body;
    });

  test("a wrapper in a wrapper", async () => {
    wantEncoded(await ask(gzipped(gzipped(text)), "GET /", GZIP));
  });

  test.each(["gzip", "br"])("content that the resource has encoded itself, with %s", async (coding) => {
    const response = await ask(
      gzipped(answer(200, { "Content-Encoding": coding }, "encoded")),
      "GET /",
      GZIP,
    );
    expect([response.headers.get("content-encoding"), response.body.toString()]).toEqual([coding, "encoded"]);
    expect(response.headers.get("content-length")).toBe("7");
  });

  test("the same of a core resource", async () => {
    const core = { responseForRequest: () => respond(200, { "Content-Encoding": "br" }, "encoded") };
    const response = await ask(gzipped(core), "GET /", GZIP);
    expect([response.headers.get("content-encoding"), response.body.toString()]).toEqual(["br", "encoded"]);
  });

  test.each([
    [206, { "Content-Range": "bytes 0-3/9" }],
    [206, { "Content-Type": "multipart/byteranges; boundary=x" }],
    [200, { "Content-Range": "bytes 0-3/9" }],
  ])("octets that %d counts in what is not encoded", async (code, fields) => {
    const response = await ask(gzipped(answer(code, fields, "part")), "GET /", GZIP);
    expect([response.code, response.headers.get("content-length")]).toEqual([code, "4"]);
    wantPlain(response, "part");
  });

  test("a range of a core resource", async () => {
    const core = { responseForRequest: () => respond(206, { "Content-Range": "bytes 0-3/9" }, "part") };
    wantPlain(await ask(gzipped(core), "GET /", GZIP), "part");
  });

  test("codings named further up stay with a range", async () => {
    class Outer extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.setHeader("content-encoding", "x");
        return gzipped(answer(206, {}, "part"));
      }
    }
    expect((await ask(new Outer(), "GET /", GZIP)).headers.get("content-encoding")).toBe("x");
  });
});
