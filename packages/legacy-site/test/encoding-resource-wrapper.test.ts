/** What is encoded, for whom, and by which factory. */
import zlib from "node:zlib";
import {
  BrotliEncoderFactory,
  DeferredResource,
  EncodingResourceWrapper,
  GzipEncoderFactory,
  NameVirtualHost,
  Resource,
  succeed,
  type AnyResource,
  type IEncodedRequest,
  type Request,
} from "../src/index";
import { ask, Connection, until } from "./support/connection";
import { branch, Leaf, Page } from "./support/resources";
import { GZIP, gzipped, TEXT, text, wantEncoded, wantPlain } from "./support/gzipped";

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
