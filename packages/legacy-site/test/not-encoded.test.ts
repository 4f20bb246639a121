/** What is not encoded: no content, what is encoded already, ranges. */
import { respond } from "@headgate/core";
import { Resource, UnsupportedMethod, type AnyResource, type Rendered, type Request } from "../src/index";
import { ask, Connection } from "./support/connection";
import { Leaf } from "./support/resources";
import { GZIP, gzipped, TEXT, text, wantEncoded, wantPlain } from "./support/gzipped";

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
