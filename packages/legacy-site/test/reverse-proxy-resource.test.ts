/** ReverseProxyResource: what the other server is asked. */
import { readBody, respond, UNKNOWN_LENGTH } from "@headgate/core";
import { Resource, ReverseProxyResource, type AnyResource, type Request } from "../src/index";
import { Connection, until } from "./support/connection";
import { branch } from "./support/resources";
import { Upstream } from "./support/fake-upstream";

describe("what is asked (H8)", () => {
  test.each([
    ["/index", "/path"],
    ["/index/page1", "/path/page1"],
    ["/index/a/", "/path/a/"],
    ["/index?foo=bar&x=%20", "/path?foo=bar&x=%20"],
    ["/index/%20%2F%25/caf%C3%A9/%FF", "/path/%20%2F%25/caf%C3%A9/%FF"],
    ["/index/a+b@c;d", "/path/a%2Bb%40c%3Bd"],
  ])("%s as %s", async (target, expected) => {
    const upstream = new Upstream();
    await Connection.to(branch({ index: upstream.resource() }))
      .send(`GET ${target}`)
      .answered();
    expect(upstream.last).toMatchObject({ host: "127.0.0.1", port: 1234, method: "GET", target: expected });
    expect(upstream.last.headers.get("host")).toBe("127.0.0.1:1234");
  });

  test("children have the same host, port and connector, and a path that is encoded", () => {
    const resource = new Upstream().resource();
    const child = resource.getChild(" /%", {} as never) as ReverseProxyResource;
    expect(child).toBeInstanceOf(ReverseProxyResource);
    expect(child).toMatchObject({
      host: "127.0.0.1",
      port: 1234,
      path: "/path/%20%2F%25",
      connector: resource.connector,
    });
  });

  test.each([
    ["example.com", 80, "example.com"],
    ["example.com", 8080, "example.com:8080"],
    ["::1", 80, "[::1]"],
  ])("Host of %s, port %d: %s; without a path, /", async (host, port, expected) => {
    const upstream = new Upstream();
    await Connection.to(branch({ "": upstream.resource("", host, port) }))
      .send("GET /")
      .answered();
    expect([upstream.last.headers.get("host"), upstream.last.target]).toEqual([expected, "/"]);
  });

  test("fields go with it, repeated ones too, as resources further up have left them", async () => {
    const upstream = new Upstream();
    class Outer extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.requestHeaders.setRawHeaders("x-added", ["by us"]);
        return upstream.resource();
      }
    }
    const connection = Connection.to(new Outer());
    connection.transport.feed(
      "GET /a HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-A: caf\u00c3\u00a9\r\nCookie: a=b\r\n\r\n",
    );
    await connection.answered();
    expect([...upstream.last.headers]).toEqual([
      ["host", "127.0.0.1:1234"],
      ["x-a", "1"],
      ["x-a", "caf\u00c3\u00a9"],
      ["cookie", "a=b"],
      ["x-added", "by us"],
    ]);
  });

  test("the body flows: the first octets are there before the last were sent", async () => {
    const upstream = new Upstream();
    upstream.answer = (request) => respond(200, {}, request.body);
    const connection = Connection.to(upstream.resource()).send("POST /", { "Content-Length": "10" });
    await until(() => upstream.asked.length === 1);
    expect(upstream.last.body.length).toBe(10);
    connection.transport.feed("first");
    await until(() => connection.transport.written.toString().endsWith("first"));
    connection.transport.feed(", end");
    expect((await connection.answered()).body).toBe("first, end");
  });

  test("a body of unknown length stays one; nobody is asked to read it all first", async () => {
    const upstream = new Upstream();
    upstream.answer = async (request) => respond(200, {}, await readBody(request.body));
    const connection = Connection.to(upstream.resource()).send("POST /", { "Transfer-Encoding": "chunked" });
    await until(() => upstream.asked.length === 1);
    expect(upstream.last.body.length).toBe(UNKNOWN_LENGTH);
    connection.transport.feed("3\r\nabc\r\n0\r\n\r\n");
    expect((await connection.answered()).body).toBe("abc");
  });
});

test("a subclass that renders in its own way has the body collected, and sent as it was", async () => {
  const upstream = new Upstream();
  upstream.answer = (request) => respond(200, {}, request.body);
  class Noting extends ReverseProxyResource {
    override render(request: Request): ReturnType<ReverseProxyResource["render"]> {
      request.setHeader("x-seen", request.content.read().toString());
      request.method = "PUT";
      return super.render(request);
    }
  }
  const root = new Noting("127.0.0.1", 1234, "/path", upstream.connector);
  const { response } = await Connection.to(branch({ a: root }))
    .send("POST /a", {}, "body")
    .answered();
  expect([response.headers.get("x-seen"), response.body.toString()]).toEqual(["body", "body"]);
  expect([upstream.last.method, upstream.last.target]).toEqual(["PUT", "/path"]);
});
