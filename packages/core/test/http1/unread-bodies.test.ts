/** What happens to content that nobody reads: swallowed, or left to a lingering close (RFC 9112 section 9.6). */
import { HttpError, LimitExceeded } from "../../src/errors";
import type { Handler } from "../../src/interfaces/resource";
import { readBody } from "../../src/body/read-body";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { atRest, chunked, get, post, requestHead, serve } from "../support/serve";

const refuse: Handler = () => respond(403, {}, "no");
const unread = (maxOctets: number): { readonly unreadBody: { maxOctets: number; timeoutMs: number } } => ({
  unreadBody: { maxOctets, timeoutMs: 2_000 },
});

test("a short one is swallowed, and the connection goes on", () => {
  const client = serve(refuse, unread(10)).client();
  client.send(requestHead("POST", "/", "Content-Length: 10"));
  expect(client.codes).toEqual([403]);
  client.send("GET / HTTP", get());
  expect(client.codes).toEqual([403, 403]);
  expect(client.received).not.toContain("Connection: close");
});

test("one that is declared longer closes: Connection: close, FIN, and nothing behind it is a request", () => {
  const client = serve(refuse, unread(10)).client();
  client.send(requestHead("POST", "/", "Content-Length: 11"));
  expect(client.received).toContain("Connection: close\r\n");
  expect(client.state).toBe("lingering");
  client.send("x".repeat(11), get());
  expect(client.codes).toEqual([403]);
});

test("what was held unclaimed counts", () => {
  const client = serve(refuse, unread(10)).client();
  client.send(post("x".repeat(11)) + get());
  expect(client.codes).toEqual([403]);
  expect(client.state).toBe("lingering");
});

test("0: none is swallowed", () => {
  const client = serve(refuse, unread(0)).client();
  client.send(post("x") + get());
  expect(client.codes).toEqual([403]);
  expect(client.state).toBe("lingering");
});

test("0: a request without content costs nothing", () => {
  const client = serve(refuse, unread(0)).client();
  client.send(get(), post(""), get());
  expect(client.codes).toEqual([403, 403, 403]);
});

test("Infinity: all is swallowed", () => {
  const client = serve(refuse, unread(Infinity)).client();
  client.send(requestHead("POST", "/", "Content-Length: 1000000"));
  for (let i = 0; i < 10; i++) client.send("x".repeat(100_000));
  client.send(get());
  expect(client.codes).toEqual([403, 403]);
});

test("chunks are swallowed up to the limit, then the connection lingers", () => {
  const client = serve(refuse, unread(10)).client();
  client.send(requestHead("POST", "/", "Transfer-Encoding: chunked"), chunked("x".repeat(10)));
  expect(client.state).toBe("open");
  client.send(chunked("x"));
  expect(client.state).toBe("lingering");
});

test("chunks that end within the limit leave the connection to the next request", () => {
  const client = serve(refuse, unread(10)).client();
  client.send(
    requestHead("POST", "/", "Transfer-Encoding: chunked"),
    chunked("x".repeat(10)),
    "0\r\n\r\n",
    get(),
  );
  expect(client.codes).toEqual([403, 403]);
});

test("a swallowed body that breaks its framing ends the connection, with no second answer", () => {
  const client = serve(refuse).client();
  client.send(requestHead("POST", "/", "Transfer-Encoding: chunked"), "zz\r\n", get());
  expect(client.codes).toEqual([403]);
  expect(client.state).toBe("lingering");
});

test("swallowing has its time: then FIN", () => {
  const { client, clock } = serve(refuse, unread(10));
  const one = client().send(requestHead("POST", "/", "Content-Length: 10"));
  clock.advance(2_000);
  expect(one.state).toBe("open");
  clock.advance(1_000);
  expect(one.state).toBe("lingering");
});

test("the time of swallowing begins when the reader leaves, if that is after the answer", () => {
  const reader = new RecordingProtocol();
  const { client, clock } = serve((request) => {
    if (request.method === "POST") request.deliverBody(reader);
    return respond(200);
  }, unread(10));
  const one = client().send(requestHead("POST", "/", "Content-Length: 10"));
  clock.advance(5_000);
  one.send("x");
  reader.transport.stopProducing();
  clock.advance(1_000);
  one.send("x".repeat(9), requestHead("GET", "/"));
  expect(one.codes).toEqual([200, 200]);
});

test("a reader that stops has its rest swallowed, too", () => {
  const { client } = serve((request) => {
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.stopProducing(),
    });
    if (request.method === "POST") request.deliverBody(reader);
    return respond(200, {}, request.path);
  });
  const one = client().send(requestHead("POST", "/a", "Content-Length: 6"), "abc", "def" + get("/b"));
  expect(one.bodies).toEqual(["/a", "/b"]);
});

test("nothing is thrown away before the answer has ended: the client waits", () => {
  const { client } = serve(() => new Promise(() => undefined), { readAheadOctets: 100, ...unread(10) });
  const one = client().send(requestHead("POST", "/", "Content-Length: 1000"), "x".repeat(100));
  expect(one.transport.isPaused).toBe(true);
});

describe("413", () => {
  const limited: Handler = async (request) => respond(200, {}, String((await readBody(request)).length));

  test("comes before the body where its length is declared", async () => {
    const { client, log } = serve(limited, { maxBodyOctets: 1_000 });
    const one = client().send(requestHead("POST", "/", "Content-Length: 1001", "Expect: 100-continue"));
    await atRest();
    expect(one.codes).toEqual([413]);
    expect(one.received).toContain("the content is 1001 octets long; 1000 are taken");
    expect(log.lines).toEqual([]);
  });

  test("comes at the octet past the limit where it is not", async () => {
    const one = serve(limited, { maxBodyOctets: 1_000 }).client();
    one.send(requestHead("POST", "/", "Transfer-Encoding: chunked"), chunked("x".repeat(1_000)));
    await atRest();
    expect(one.codes).toEqual([]);
    one.send(chunked("x"));
    await atRest();
    expect(one.codes).toEqual([413]);
  });

  test("reaches a client that keeps writing 100 MB: read and thrown away while it lingers", async () => {
    const { client, clock } = serve(limited, {
      maxBodyOctets: 1_000,
      linger: { idleMs: 5_000, totalMs: 30_000 },
    });
    const one = client().send(requestHead("PUT", "/", "Content-Length: 100000000"));
    await atRest();
    const piece = Buffer.alloc(1_000_000);
    for (let i = 0; i < 100; i++) {
      one.send(piece);
      expect(one.transport.isPaused).toBe(false);
    }
    expect(one.codes).toEqual([413]);
    expect(one.state).toBe("lingering");
    one.transport.feedEnd();
    expect(one.state).toBe("closed");
    clock.advance(60_000);
    expect(one.state).toBe("closed");
  });

  test("is what a reader's own limit gives, too", async () => {
    const one = serve(async (request) => respond(200, {}, await readBody(request, { limit: 2 }))).client();
    one.send(post("abc"));
    await atRest();
    expect(one.codes).toEqual([413]);
  });

  test("may be answered otherwise by the handler", async () => {
    const one = serve(
      async (request) => {
        const error = await readBody(request).catch((reason: unknown) => reason as Error);
        if ((error as Error).cause instanceof LimitExceeded) throw new HttpError(507, "no room");
        return respond(200);
      },
      { maxBodyOctets: 2 },
    ).client();
    one.send(post("abc"));
    await atRest();
    expect(one.codes).toEqual([507]);
  });
});

describe("lingering", () => {
  const lingers = { unreadBody: { maxOctets: 0, timeoutMs: 0 }, linger: { idleMs: 5_000, totalMs: 30_000 } };

  test("ends with the client's FIN", () => {
    const one = serve(refuse, lingers)
      .client()
      .send(requestHead("POST", "/", "Content-Length: 9"));
    one.transport.feedEnd();
    expect(one.state).toBe("closed");
  });

  test("ends when nothing has come for a while", () => {
    const { client, clock } = serve(refuse, lingers);
    const one = client().send(requestHead("POST", "/", "Content-Length: 9"));
    clock.advance(5_000);
    expect(one.state).toBe("lingering");
    clock.advance(1_000);
    expect(one.state).toBe("aborted");
  });

  test("ends after a total time for a client that keeps writing", () => {
    const { client, clock } = serve(refuse, lingers);
    const one = client().send(requestHead("POST", "/", "Content-Length: 99999"));
    for (let second = 0; second < 30; second++) {
      one.send("x");
      clock.advance(1_000);
      expect(one.state).toBe("lingering");
    }
    one.send("x");
    clock.advance(1_000);
    expect(one.state).toBe("aborted");
  });

  test("of a client that has sent FIN is a plain close", () => {
    const { client } = serve(refuse, lingers);
    const one = client();
    one.send(requestHead("POST", "/", "Content-Length: 9"));
    expect(one.state).toBe("lingering");
    const other = client();
    other.transport.pauseProducing();
    other.send(requestHead("POST", "/", "Content-Length: 9"));
    other.transport.feedEnd();
    other.transport.resumeProducing();
    expect(other.codes).toEqual([403]);
    expect(other.state).toBe("closed");
  });
});
