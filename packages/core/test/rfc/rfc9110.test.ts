/** RFC 9110, clause by clause, as an HTTP/1.1 connection keeps it. */
import { readBody } from "../../src/body/read-body";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { ITransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { byMethod } from "../../src/traversal/by-method";
import { atRest, get, post, requestHead, serve } from "../support/serve";

const upload = async (request: IRequest): Promise<IResponse> => respond(200, {}, await readBody(request));

describe("fields", () => {
  test("names are case-insensitive (RFC 9110 section 5.1)", () => {
    const { client } = serve(({ headers }) => respond(200, {}, headers.get("X-cAsE")));
    expect(client().send(get("/", "x-CaSe: seen")).bodies).toEqual(["seen"]);
  });

  test("repeated lines are one list, in order (RFC 9110 section 5.3)", () => {
    const { client } = serve(({ headers }) => respond(200, {}, headers.get("a")));
    expect(client().send(get("/", "A: 1", "B: x", "a: 2")).bodies).toEqual(["1, 2"]);
  });

  test("values lose the blanks around them, and keep every other octet (RFC 9110 section 5.5)", () => {
    const { client } = serve(({ headers }) => respond(200, { "X-Echo": headers.get("a") ?? "" }));
    const one = client().send(get("/", "A: \t caf\xe9  \xff\t "));
    expect(one.received).toContain("X-Echo: caf\xe9  \xff\r\n");
  });

  test("Date is sent, and an application's own is left alone (RFC 9110 section 6.6.1)", () => {
    const [first] = serve(() => respond(200))
      .client()
      .send(get())
      .responses();
    expect(first?.headers.get("date")).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    const own = "Sun, 06 Nov 1994 08:49:37 GMT";
    const [second] = serve(() => respond(200, { Date: own }))
      .client()
      .send(get())
      .responses();
    expect(second?.headers.getAll("date")).toEqual([own]);
  });

  test("hop-by-hop fields of an answer are the channel's (RFC 9110 section 7.6.1)", () => {
    const client = serve(() =>
      respond(200, { Connection: "x", "Keep-Alive": "y", "Proxy-Connection": "z" }),
    ).client();
    expect(client.send(get()).received).not.toMatch(/connection|keep-alive/i);
  });
});

describe("methods", () => {
  test("are case-sensitive (RFC 9110 section 9.1)", () => {
    const root = byMethod({ GET: () => respond(200) });
    expect(serve(root).client().send(requestHead("get", "/")).codes).toEqual([405]);
  });

  test("HEAD is answered as GET, without content (RFC 9110 section 9.3.2)", () => {
    const answer = (): IResponse => respond(200, { ETag: '"x"' }, "hello");
    const headOf = (octets: string): string => octets.slice(0, octets.indexOf("\r\n\r\n") + 4);
    const got = serve(answer).client().send(get()).received;
    expect(serve(answer).client().send(requestHead("HEAD", "/")).received).toBe(headOf(got));
  });

  test("a 405 says what is allowed (RFC 9110 section 15.5.6)", () => {
    const root = byMethod({ GET: () => respond(200), PUT: () => respond(200) });
    const [answer] = serve(root).client().send(requestHead("PATCH", "/")).responses();
    expect(answer?.code).toBe(405);
    expect(answer?.headers.get("allow")).toContain("PUT");
  });

  test("CONNECT that nobody takes is a 501 (RFC 9110 section 9.3.6)", () => {
    const client = serve(() => respond(200)).client();
    expect(client.send("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n").codes).toEqual([501]);
  });
});

describe("expectations", () => {
  const expecting = requestHead("PUT", "/", "Content-Length: 3", "Expect: 100-continue");

  test("100 (Continue) comes before the body, then one final answer (RFC 9110 section 10.1.1)", async () => {
    const client = serve(upload).client().send(expecting);
    expect(client.codes).toEqual([100]);
    client.send("abc");
    await atRest();
    expect(client.codes).toEqual([100, 200]);
  });

  test("a final answer may come instead (RFC 9110 section 10.1.1)", () => {
    expect(
      serve(() => respond(403))
        .client()
        .send(expecting).codes,
    ).toEqual([403]);
  });

  test("HTTP/1.0 gets no 100 (RFC 9110 section 10.1.1)", async () => {
    const client = serve(upload).client().send(expecting.replace("HTTP/1.1", "HTTP/1.0"), "abc");
    await atRest();
    expect(client.codes).toEqual([200]);
  });

  test("no 100 where content has come (RFC 9110 section 10.1.1)", async () => {
    const client = serve(upload).client().send(`${expecting}abc`);
    await atRest();
    expect(client.codes).toEqual([200]);
  });

  test("another expectation is a 417 (RFC 9110 section 10.1.1)", () => {
    expect(serve(upload).client().send(get("/", "Expect: tea")).codes).toEqual([417]);
  });
});

describe("status codes", () => {
  test("1xx come before the final answer, any number of them (RFC 9110 section 15.2)", () => {
    const { client } = serve((request) => {
      request.channel.sendInterim(102);
      request.channel.sendInterim(103, { Link: "</a>" });
      return respond(200);
    });
    expect(client().send(get()).codes).toEqual([102, 103, 200]);
  });

  test("1xx are not sent to HTTP/1.0 (RFC 9110 section 15.2)", () => {
    const { client } = serve((request) => {
      request.channel.sendInterim(103);
      return respond(200);
    });
    expect(client().send("GET / HTTP/1.0\r\n\r\n").codes).toEqual([200]);
  });

  test("1xx behind the final head are not sent (RFC 9110 section 15.2)", () => {
    const requests: IRequest[] = [];
    const { client } = serve((request) => {
      requests.push(request);
      return respond(200);
    });
    const one = client().send(get());
    requests[0]?.channel.sendInterim(103);
    expect(one.codes).toEqual([200]);
  });

  test.each([204, 304])("%i ends with its head (RFC 9110 section 6.4.1)", (code) => {
    const client = serve(() => respond(code))
      .client()
      .send(get(), get());
    expect(client.codes).toEqual([code, code]);
    expect(client.received).toMatch(/\r\n\r\n$/);
  });

  test("205 has no content, and says so (RFC 9110 section 15.3.6)", () => {
    expect(
      serve(() => respond(205))
        .client()
        .send(get()).received,
    ).toBe("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n");
  });

  test("304 keeps the length that a 200 would have had (RFC 9110 section 15.4.5)", () => {
    const [answer] = serve(() => respond(304, { "Content-Length": 9 }))
      .client()
      .send(get())
      .responses();
    expect(answer?.headers.get("content-length")).toBe("9");
  });

  test.each([204, 205, 304])(
    "%i refuses content where the application makes it (RFC 9110 section 15)",
    (code) => {
      expect(() => respond(code, {}, "content")).toThrow(/no content/);
    },
  );

  test("408 and 413 close the connection (RFC 9110 sections 15.5.9 and 15.5.14)", async () => {
    const slow = serve(upload, { headTimeoutMs: 1_000 });
    const late = slow.client().send("GET");
    slow.clock.advance(2_000);
    expect(late.received).toMatch(/^HTTP\/1\.1 408 [^]*Connection: close/);
    const large = serve(upload, { maxBodyOctets: 1, unreadBody: { maxOctets: 0, timeoutMs: 0 } });
    const long = large.client().send(requestHead("POST", "/", "Content-Length: 2"));
    await atRest();
    expect(long.received).toMatch(/^HTTP\/1\.1 413 [^]*Connection: close/);
  });
});

describe("upgrade", () => {
  const offer = get("/", "Connection: Upgrade", "Upgrade: echo/1");

  test("101 names the protocol that comes next (RFC 9110 section 7.8)", () => {
    const { client } = serve(({ channel }) => channel.takeOver(new RecordingProtocol<ITransport>()));
    const [answer] = client().send(offer).responses();
    expect([...(answer?.headers ?? [])]).toEqual([
      ["connection", "Upgrade"],
      ["upgrade", "echo/1"],
    ]);
  });

  test("an offer may be ignored (RFC 9110 section 7.8)", () => {
    expect(
      serve(() => respond(200))
        .client()
        .send(offer, get()).codes,
    ).toEqual([200, 200]);
  });

  test("Upgrade without the Connection option is no offer, nor on HTTP/1.0 (RFC 9110 section 7.8)", () => {
    const { client } = serve((request) => respond(200, {}, String(request.upgrade)));
    expect(client().send(get("/", "Upgrade: echo")).bodies).toEqual(["undefined"]);
    expect(client().send(offer.replace("HTTP/1.1", "HTTP/1.0")).bodies).toEqual(["undefined"]);
  });

  test("content that belongs to the request is no octet of the next protocol (RFC 9110 section 7.8)", async () => {
    const client = serve(upload)
      .client()
      .send(post("abc", "/", "Connection: Upgrade", "Upgrade: echo"));
    await atRest();
    expect(client.bodies).toEqual(["abc"]);
  });
});
