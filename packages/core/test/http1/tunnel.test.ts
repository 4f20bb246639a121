/** Connections that were taken over: Upgrade and CONNECT (RFC 9110 sections 7.8 and 9.3.6). */
import { BodyLost, UpgradeRefused } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import type { ITransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { HalfCloseable } from "../support/half-closeable";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, deferred, get, post, requestHead, serve } from "../support/serve";

const OFFER = get("/", "Connection: Upgrade", "Upgrade: echo");
const CONNECT = "CONNECT far.test:443 HTTP/1.1\r\nHost: far.test:443\r\n\r\n";

/** A site that takes every connection over. */
function tunnelling(protocol: RecordingProtocol<ITransport>) {
  const root: IResource = {
    acceptsUnrouted: true,
    responseForRequest: (request) => request.channel.takeOver(protocol, { "X-By": "test" }),
  };
  return serve(root);
}

test("Upgrade: 101 with the token, then octets both ways", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const one = tunnelling(tunnel).client().send(OFFER);
  expect(one.received).toBe(
    "HTTP/1.1 101 Switching Protocols\r\nX-By: test\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n",
  );
  one.transport.clear();
  one.send("GET / HTTP/1.1\r\n\r\n");
  expect(tunnel.text).toBe("GET / HTTP/1.1\r\n\r\n");
  tunnel.transport.write(Buffer.from("anything"));
  expect(one.received).toBe("anything");
});

test("CONNECT: 200 without framing", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const one = tunnelling(tunnel).client().send(CONNECT);
  expect(one.received).toBe("HTTP/1.1 200 OK\r\nX-By: test\r\n\r\n");
});

test("octets that came with the head are fed first, for as long as the protocol lets them", () => {
  const tunnel = new RecordingProtocol<ITransport>({ pauseAtOnce: true });
  const one = tunnelling(tunnel).client().send(`${OFFER}early `, "later");
  expect(tunnel.text).toBe("");
  tunnel.transport.resumeProducing();
  expect(tunnel.text).toBe("early later");
  expect(one.transport.isPaused).toBe(false);
});

test("a protocol that pauses inside dataReceived gets the rest when it resumes", () => {
  const tunnel: RecordingProtocol<ITransport> = new RecordingProtocol<ITransport>({
    received: () => tunnel.transport.pauseProducing(),
  });
  const one = tunnelling(tunnel).client().send(`${OFFER}a`, "b", "c");
  for (const seen of ["a", "ab", "abc"]) {
    expect(tunnel.text).toBe(seen);
    tunnel.transport.resumeProducing();
  }
  expect(one.state).toBe("open");
});

test("may be taken over in a later turn", async () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const { promise, resolve } = deferred<undefined>();
  const { client } = serve(async (request) => {
    await promise;
    return request.channel.takeOver(tunnel);
  });
  const one = client().send(`${OFFER}early`);
  resolve(undefined);
  await atRest();
  expect(tunnel.text).toBe("early");
  expect(one.received).toMatch(/^HTTP\/1.1 101 /);
});

test("no clock of HTTP runs in a tunnel", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const { client, clock } = tunnelling(tunnel);
  const one = client().send(OFFER);
  clock.advance(86_400_000);
  expect(one.state).toBe("open");
});

test("the protocol closes its connection as it likes", () => {
  const [close, abort] = [new RecordingProtocol<ITransport>(), new RecordingProtocol<ITransport>()];
  const closed = tunnelling(close).client().send(OFFER);
  const aborted = tunnelling(abort).client().send(OFFER);
  close.transport.loseConnection();
  abort.transport.abortConnection();
  expect(closed.state).toBe("closed");
  expect(aborted.state).toBe("aborted");
});

test("the protocol pushes back and is pushed back as on any transport", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const calls: string[] = [];
  const one = tunnelling(tunnel).client({ capacity: 200 }).send(OFFER);
  one.transport.drain();
  tunnel.transport.registerProducer(
    {
      pauseProducing: () => calls.push("pause"),
      resumeProducing: () => calls.push("resume"),
      stopProducing: () => calls.push("stop"),
    },
    true,
  );
  expect(tunnel.transport.write(Buffer.alloc(300))).toBe(false);
  one.transport.drain();
  one.transport.lose();
  expect(calls).toEqual(["pause", "resume", "stop"]);
});

test("a lost connection is told once, after everything else", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const { client, site } = tunnelling(tunnel);
  client().send(OFFER).transport.lose();
  expect(tunnel.end).toBeInstanceOf(BodyLost);
  expect(site.connections.size).toBe(0);
});

test("a FIN closes, unless the protocol wants to hear of it", () => {
  const plain = tunnelling(new RecordingProtocol<ITransport>()).client().send(OFFER);
  plain.transport.feedEnd();
  expect(plain.state).toBe("closed");
  const protocol = new HalfCloseable();
  const other = tunnelling(protocol).client().send(OFFER);
  other.transport.feedEnd();
  expect(protocol.fins).toBe(1);
  expect(other.state).toBe("open");
});

describe("is refused", () => {
  const refusal = async (octets: string): Promise<unknown> => {
    let thrown: unknown;
    const root: IResource = {
      acceptsUnrouted: true,
      responseForRequest(request) {
        try {
          return request.channel.takeOver(new RecordingProtocol<ITransport>());
        } catch (error) {
          thrown = error;
          throw error;
        }
      },
    };
    const one = serve(root).client().send(octets);
    await atRest();
    expect(one.codes).toEqual([400]);
    return thrown;
  };

  test.each([
    ["with content", post("abc", "/", "Connection: upgrade", "Upgrade: echo")],
    [
      "with chunks",
      requestHead("POST", "/", "Transfer-Encoding: chunked", "Connection: upgrade", "Upgrade: echo"),
    ],
    ["on HTTP/1.0", OFFER.replace("HTTP/1.1", "HTTP/1.0")],
    ["without an offer", get()],
    ["with an offer that Connection does not confirm", get("/", "Upgrade: echo")],
  ])("%s", async (_name, octets) => {
    expect(await refusal(octets)).toBeInstanceOf(UpgradeRefused);
  });

  test("once the answer has begun", () => {
    const requests: IRequest[] = [];
    const { client } = serve((request) => {
      requests.push(request);
      return respond(200);
    });
    client().send(OFFER);
    expect(() => requests[0]?.channel.takeOver(new RecordingProtocol<ITransport>())).toThrow(UpgradeRefused);
  });
});

describe("a fault of the application", () => {
  const failing = (where: "dataReceived" | "connectionLost"): RecordingProtocol<ITransport> => {
    const tunnel = new RecordingProtocol<ITransport>();
    tunnel[where] = () => {
      throw new Error("thrown");
    };
    return tunnel;
  };

  test("a throw in dataReceived cuts the connection, and is logged", () => {
    const { client, log } = tunnelling(failing("dataReceived"));
    const one = client().send(OFFER, "abc", "def");
    expect(one.state).toBe("aborted");
    expect(log.lines).toEqual(["error: the protocol that took a connection over threw"]);
  });

  test("a throw in connectionLost is logged", () => {
    const { client, log } = tunnelling(failing("connectionLost"));
    client().send(OFFER).transport.lose();
    expect(log.lines).toHaveLength(1);
  });

  test.each<[string, (request: IRequest) => IResponse | Promise<IResponse>]>([
    [
      "a throw behind it",
      (request) => {
        request.channel.takeOver(new RecordingProtocol<ITransport>());
        throw new Error("too late");
      },
    ],
    [
      "a rejection behind it",
      async (request) => {
        request.channel.takeOver(new RecordingProtocol<ITransport>());
        return Promise.reject(new Error("too late"));
      },
    ],
  ])("%s cuts the connection: there is no second head", async (_name, handler) => {
    const { client, log } = serve(handler);
    const one = client().send(OFFER);
    await atRest();
    expect(one.state).toBe("aborted");
    expect(one.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(log.lines).toEqual(["error: GET / failed in Object"]);
  });

  test("another response than the one that takeOver gave is let go", () => {
    const producer = new RecordingProducer();
    const one = serve((request) => {
      request.channel.takeOver(new RecordingProtocol<ITransport>());
      return respond(200, {}, producer.body);
    }).client();
    expect(one.send(OFFER).received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(producer.calls).toEqual(["stop"]);
  });
});
