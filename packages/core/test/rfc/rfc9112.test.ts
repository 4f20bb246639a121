/** RFC 9112, clause by clause, where a whole connection is needed to tell. Octets alone: rfc9112-wire.test.ts. */
import { readBody } from "../../src/body/read-body";
import { BodyLost } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, chunked, get, post, postChunks, requestHead, serve } from "../support/serve";

const hello = (): IResponse => respond(200, {}, "hello");
const describeTarget = ({ uri, path, query, authority, scheme }: IRequest): IResponse =>
  respond(200, {}, [uri, path, query, authority, scheme].join(" | "));
const upload = async (request: IRequest): Promise<IResponse> => respond(200, {}, await readBody(request));

async function codesFor(
  octets: string,
  handler: (request: IRequest) => IResponse | Promise<IResponse> = upload,
) {
  const client = serve(handler).client().send(octets);
  await atRest();
  return client.codes;
}

describe("messages", () => {
  test("ignores an empty line between requests (RFC 9112 section 2.2)", async () => {
    expect(await codesFor(`\r\n${get()}\r\n${post("abc")}\r\n${get()}`)).toEqual([200, 200, 200]);
  });

  test("answers a message that is no HTTP with 400 and closes (RFC 9112 section 2.2)", () => {
    const client = serve(hello).client().send("\x16\x03\x01\r\n\r\n");
    expect(client).toMatchObject({ codes: [400], isClosed: true });
  });

  test("sends a status line with a phrase, or an empty one and its blank (RFC 9112 section 4)", () => {
    const client = serve(() => respond(299, {}, "", { phrase: "" }))
      .client()
      .send(get());
    expect(client.received).toMatch(/^HTTP\/1\.1 299 \r\n/);
  });

  test("answers with its own version, whatever higher minor was sent (RFC 9112 section 2.3)", () => {
    const client = serve(hello).client().send(get().replace("HTTP/1.1", "HTTP/1.7"));
    expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("request targets", () => {
  const target = (octets: string): string | undefined =>
    serve(describeTarget).client().send(octets).bodies[0];

  test("origin form: path and query as sent (RFC 9112 section 3.2.1)", () => {
    expect(target(get("/a%20b//c?d=e?f"))).toBe("/a%20b//c?d=e?f | /a%20b//c | d=e?f | headgate.test | http");
  });

  test("absolute form is accepted, and its authority wins over Host (RFC 9112 section 3.2.2)", () => {
    expect(target(get("http://elsewhere:81/a?b"))).toBe(
      "http://elsewhere:81/a?b | /a | b | elsewhere:81 | http",
    );
  });

  test("absolute form without a path is / (RFC 9112 section 3.2.2)", () => {
    expect(target(get("HTTPS://elsewhere"))).toBe("HTTPS://elsewhere | / |  | elsewhere | https");
  });

  test("authority form is for CONNECT (RFC 9112 section 3.2.3)", async () => {
    const root: IResource = { acceptsUnrouted: true, responseForRequest: describeTarget };
    const connect = "CONNECT far.test:443 HTTP/1.1\r\nHost: far.test:443\r\n\r\n";
    expect(serve(root).client().send(connect).bodies).toEqual(["far.test:443 |  |  | far.test:443 | http"]);
    expect(await codesFor(connect.replace("CONNECT", "GET"))).toEqual([400]);
    expect(await codesFor(connect.replace("far.test:443 HTTP", "/path HTTP"))).toEqual([400]);
  });

  test("asterisk form is for OPTIONS (RFC 9112 section 3.2.4)", async () => {
    const client = serve(hello).client().send(requestHead("OPTIONS", "*"));
    expect(client.responses()).toMatchObject([{ code: 200, body: Buffer.alloc(0) }]);
    expect(await codesFor(get("*"))).toEqual([400]);
  });

  test("400 for a request without Host, or with more than one (RFC 9112 section 3.2)", async () => {
    expect(await codesFor("GET / HTTP/1.1\r\n\r\n")).toEqual([400]);
    expect(await codesFor(get("/", "Host: headgate.test"))).toEqual([400]);
  });
});

describe("message bodies", () => {
  test("a request without framing fields has no content (RFC 9112 section 6.3)", async () => {
    expect(await codesFor(requestHead("POST", "/") + get())).toEqual([200, 200]);
  });

  test("Transfer-Encoding beside Content-Length is refused, and the connection closed (RFC 9112 section 6.1)", () => {
    const client = serve(hello)
      .client()
      .send(postChunks(["a"], "/", "Content-Length: 1"));
    expect(client).toMatchObject({ codes: [400], isClosed: true });
  });

  test("a coding that it does not know is a 501 (RFC 9112 section 6.1)", async () => {
    expect(await codesFor(requestHead("POST", "/", "Transfer-Encoding: gzip, chunked"))).toEqual([501]);
  });

  test("sends no Transfer-Encoding with 1xx and 204 (RFC 9112 section 6.1)", () => {
    const { client } = serve((request) => {
      request.channel.sendInterim(103, { "Transfer-Encoding": "chunked", "Content-Length": 1 });
      return respond(204, { "Transfer-Encoding": "chunked" });
    });
    expect(client().send(get()).received).not.toMatch(/transfer-encoding|content-length/i);
  });

  test("sends no Transfer-Encoding to HTTP/1.0 (RFC 9112 section 6.1)", () => {
    const one = serve(() => respond(200, {}, ["streamed"]))
      .client()
      .send("GET / HTTP/1.0\r\n\r\n");
    expect(one.received).toBe("HTTP/1.0 200 OK\r\n\r\nstreamed");
  });

  test("sends no Content-Length with 1xx and 204 (RFC 9110 section 8.6)", () => {
    const client = serve(() => respond(204, { "Content-Length": 9 }))
      .client()
      .send(get());
    expect(client.received).toBe("HTTP/1.1 204 No Content\r\n\r\n");
  });

  test("sends one framing, not two: trailers make it chunks, whatever is known (RFC 9112 section 6.2)", () => {
    const trailers = (): Headers => new Headers({ Digest: "x" });
    const client = serve(() => respond(200, { "Content-Length": 5 }, "hello", { trailers }))
      .client()
      .send(get());
    expect(client.received).not.toContain("Content-Length");
    expect(client.received).toMatch(/\r\n5\r\nhello\r\n0\r\nDigest: x\r\n\r\n$/);
  });

  test("reads on behind the last octet of a length (RFC 9112 section 6.3)", async () => {
    expect(await codesFor(post("abc") + post("de") + get())).toEqual([200, 200, 200]);
  });

  test("reads on behind the last chunk and its trailers (RFC 9112 section 7.1)", async () => {
    const octets = `${requestHead("POST", "/", "Transfer-Encoding: chunked")}${chunked("abc")}0\r\nA: b\r\n\r\n`;
    expect(await codesFor(octets + get())).toEqual([200, 200]);
  });

  test("sends no chunk of length 0 before the last (RFC 9112 section 7.1)", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client()
      .send(get());
    for (const piece of ["a", "", "b"]) producer.consumer.write(piece);
    producer.consumer.finish();
    expect(one.received).toMatch(/\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n$/);
  });

  test("sends no trailer that frames, routes or describes the message (RFC 9110 section 6.5.1)", () => {
    const trailers = (): Headers =>
      new Headers({
        "Content-Length": 1,
        "Transfer-Encoding": "x",
        Host: "a",
        "Content-Type": "b",
        Digest: "x",
      });
    const client = serve(() => respond(200, {}, "a", { trailers }))
      .client()
      .send(get());
    expect([...(client.responses()[0]?.trailers ?? [])]).toEqual([["digest", "x"]]);
  });
});

describe("incomplete messages", () => {
  test("a body that is short by its length is told as incomplete (RFC 9112 section 8)", () => {
    const reader = new RecordingProtocol();
    const { client } = serve((request) => {
      request.deliverBody(reader);
      return new Promise(() => undefined);
    });
    client()
      .send(requestHead("POST", "/", "Content-Length: 4"), "abc")
      .transport.feedEnd();
    expect(reader.end).toBeInstanceOf(BodyLost);
  });

  test("a body without its last chunk is told as incomplete (RFC 9112 section 8)", () => {
    const reader = new RecordingProtocol();
    const { client } = serve((request) => {
      request.deliverBody(reader);
      return new Promise(() => undefined);
    });
    const one = client().send(requestHead("POST", "/", "Transfer-Encoding: chunked"), chunked("abc"));
    one.transport.feedEnd();
    expect(reader.end).toBeInstanceOf(BodyLost);
  });

  test("an answer that breaks off ends without its last chunk (RFC 9112 section 8)", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client()
      .send(get());
    producer.consumer.write("abc");
    producer.consumer.fail(new Error("disk"));
    expect(one.received).toMatch(/3\r\nabc\r\n$/);
    expect(one.isClosed).toBe(true);
  });
});

describe("connections", () => {
  test("persists by default (RFC 9112 section 9.3)", async () => {
    expect(await codesFor(get() + get())).toEqual([200, 200]);
  });

  test("does not persist after close (RFC 9112 section 9.3)", async () => {
    expect(await codesFor(get("/", "Connection: close") + get())).toEqual([200]);
  });

  test("reads the whole body, or closes, before the next request (RFC 9112 section 9.3)", async () => {
    expect(await codesFor(post("x".repeat(1_000)) + get(), hello)).toEqual([200, 200]);
    const large = requestHead("POST", "/", "Content-Length: 1000000000");
    const client = serve(hello).client().send(large, get());
    expect(client).toMatchObject({ codes: [200], isClosed: true });
  });

  test("answers a pipeline in the order of its requests (RFC 9112 section 9.3.2)", async () => {
    const { client } = serve(async (request) => {
      for (let turns = Number(request.query); turns > 0; turns--) await Promise.resolve();
      return respond(200, {}, request.query);
    });
    const one = client().send(get("/?9") + get("/?5") + get("/?1"));
    await atRest();
    expect(one.bodies).toEqual(["9", "5", "1"]);
  });

  test("says close in its last answer (RFC 9112 section 9.6)", () => {
    const client = serve(hello, { maxRequestsPerConnection: 1 }).client().send(get());
    expect(client.received).toContain("Connection: close\r\n");
    expect(client.isClosed).toBe(true);
  });

  test("handles no request behind one that said close (RFC 9112 section 9.6)", () => {
    const handler = jest.fn(hello);
    serve(handler).client().send(get("/", "Connection: close"), get(), get());
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test("closes in stages: FIN, then reads on for a while (RFC 9112 section 9.6)", () => {
    const { client, clock } = serve(hello, { unreadBody: { maxOctets: 0, timeoutMs: 0 } });
    const one = client().send(requestHead("POST", "/", "Content-Length: 9"), "abc");
    expect(one.state).toBe("lingering");
    clock.advance(40_000);
    expect(one.state).toBe("aborted");
  });
});
