import {
  bodyProducer,
  readBody,
  respond,
  UNKNOWN_LENGTH,
  type IBodyConsumer,
  type IResponse,
} from "@headgate/core";
import { UpstreamFailed, type UpstreamRequest } from "@headgate/node";
import {
  EncodingResourceWrapper,
  GzipEncoderFactory,
  Resource,
  ReverseProxyResource,
  Site,
  type AnyResource,
  type Request,
} from "../src/index";
import { Connection, Journal, turn, until } from "./support/connection";
import { branch } from "./support/resources";

/** Another server: keeps what it is asked, and answers as it is told. */
class Upstream {
  readonly asked: UpstreamRequest[] = [];
  answer: (request: UpstreamRequest) => IResponse | PromiseLike<IResponse> = () => respond(200, {}, "answer");

  readonly connector = async (request: UpstreamRequest): Promise<IResponse> => {
    this.asked.push(request);
    return this.answer(request);
  };

  get last(): UpstreamRequest {
    const request = this.asked.at(-1);
    if (request === undefined) throw new Error("nothing was asked");
    return request;
  }

  resource(path = "/path", host = "127.0.0.1", port = 1234): ReverseProxyResource {
    return new ReverseProxyResource(host, port, path, this.connector);
  }
}

const failure = (wasReached: boolean): UpstreamFailed =>
  new UpstreamFailed("127.0.0.1:1234", wasReached, new Error("ECONNREFUSED"));

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

describe("what is answered", () => {
  test("status, phrase, fields and body; its Server, Date and Content-Type in the place of ours", async () => {
    const upstream = new Upstream();
    const date = "Sun, 06 Nov 1994 08:49:37 GMT";
    upstream.answer = () =>
      respond(
        203,
        [
          ["Server", "theirs"],
          ["Date", date],
          ["Content-Type", "text/x"],
          ["X-A", "1"],
          ["x-a", "2"],
          ["Set-Cookie", "c=d"],
        ],
        "body",
        { phrase: "Theirs Too" },
      );
    class Outer extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.setHeader("x-ours", "stays");
        return upstream.resource();
      }
    }
    const { response } = await Connection.to(new Outer()).send("GET /a").answered();
    expect([response.code, response.phrase, response.body.toString()]).toEqual([203, "Theirs Too", "body"]);
    expect(response.headers.getAll("x-a")).toEqual(["1", "2"]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      server: "theirs",
      date,
      "content-type": "text/x",
      "set-cookie": "c=d",
      "x-ours": "stays",
    });
    expect(response.headers.getAll("server")).toHaveLength(1);
  });

  test("a slow client holds the other server back; one that leaves stops it", async () => {
    const upstream = new Upstream();
    const calls: string[] = [];
    let consumer: IBodyConsumer | undefined;
    upstream.answer = () =>
      respond(
        200,
        {},
        bodyProducer({
          startProducing: (given) => void (consumer = given),
          pauseProducing: () => void calls.push("pause"),
          resumeProducing: () => void calls.push("resume"),
          stopProducing: () => void calls.push("stop"),
        }),
      );
    const connection = Connection.to(upstream.resource(), {}, 1024).send("GET /");
    await until(() => consumer !== undefined);
    consumer!.write("x".repeat(2048));
    expect(calls).toEqual(["pause"]);
    connection.transport.drain();
    expect(calls).toEqual(["pause", "resume"]);
    connection.transport.lose();
    await turn();
    expect(calls.filter((call) => call === "stop")).toEqual(["stop"]);
  });

  test("a client that leaves before there is an answer: the waiting is over", async () => {
    const upstream = new Upstream();
    upstream.answer = () => new Promise(() => {});
    const connection = Connection.to(upstream.resource()).send("GET /");
    await until(() => upstream.asked.length === 1);
    expect(upstream.last.signal?.aborted).toBe(false);
    connection.transport.lose();
    await turn();
    expect(upstream.last.signal?.aborted).toBe(true);
  });

  test("may be encoded on its way", async () => {
    const upstream = new Upstream();
    const root = new EncodingResourceWrapper(upstream.resource(), [new GzipEncoderFactory()]);
    const { response } = await Connection.to(branch({ a: root }))
      .send("GET /a", { "Accept-Encoding": "gzip" })
      .answered();
    expect(response.headers.get("content-encoding")).toBe("gzip");
  });

  test("a server that can't be reached: twisted.web's 501; one that breaks off: 502; both are logged", async () => {
    const log = new Journal();
    const upstream = new Upstream();
    const site = new Site(upstream.resource(), { log });
    upstream.answer = () => Promise.reject(failure(false));
    const unreachable = (await new Connection(site).send("GET /").answered()).response;
    expect([unreachable.code, unreachable.phrase, unreachable.body.toString()]).toEqual([
      501,
      "Gateway error",
      "<H1>Could not connect</H1>",
    ]);
    expect(unreachable.headers.get("content-type")).toBe("text/html");
    upstream.answer = () => Promise.reject(failure(true));
    const broken = (await new Connection(site).send("GET /").answered()).response;
    expect([broken.code, broken.phrase]).toEqual([502, "Bad Gateway"]);
    expect(broken.body.toString()).not.toContain("ECONNREFUSED");
    expect(log.messages).toEqual([
      "127.0.0.1:1234 can't be reached: ECONNREFUSED",
      "127.0.0.1:1234 gave no answer: ECONNREFUSED",
    ]);
  });

  test("a connector with a bug is a 500", async () => {
    const upstream = new Upstream();
    upstream.answer = () => Promise.reject(new Error("bug"));
    expect((await Connection.to(upstream.resource()).send("GET /").answered()).response.code).toBe(500);
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
