/** A transport that can do only what ITransport demands: no FIN of its own, no latin1, no addresses, no counts. */
import type { IProtocol, IPushProducer, ITransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { StringTransport } from "../../src/testing/string-transport";
import { type Served, get, requestHead, serve } from "../support/serve";

class BareTransport implements ITransport {
  readonly #whole: StringTransport;

  constructor(whole: StringTransport) {
    this.#whole = whole;
  }
  write(data: Uint8Array): boolean {
    return this.#whole.write(data);
  }
  loseConnection(): void {
    this.#whole.loseConnection();
  }
  abortConnection(): void {
    this.#whole.abortConnection();
  }
  registerProducer(producer: IPushProducer, streaming: boolean): void {
    this.#whole.registerProducer(producer, streaming);
  }
  unregisterProducer(): void {
    this.#whole.unregisterProducer();
  }
  pauseProducing(): void {
    this.#whole.pauseProducing();
  }
  resumeProducing(): void {
    this.#whole.resumeProducing();
  }
  stopProducing(): void {
    this.#whole.stopProducing();
  }
}

/** A connection over a bare transport; what the site writes can be looked at on the whole one. */
function connect({ site }: Served): StringTransport {
  const channel = site.buildProtocol();
  const whole = new StringTransport();
  const protocol: IProtocol<ITransport> = {
    makeConnection: () => channel.makeConnection(new BareTransport(whole)),
    dataReceived: (data) => channel.dataReceived(data),
    connectionLost: (reason) => channel.connectionLost(reason),
  };
  return whole.connect(protocol);
}

test("an answer leaves, in one write, small or large", () => {
  for (const content of ["small", "x".repeat(100_000)]) {
    const transport = connect(serve(() => respond(200, {}, content)));
    transport.feed(get());
    expect(transport.writes).toHaveLength(1);
    expect(transport.written.toString().endsWith(`\r\n\r\n${content}`)).toBe(true);
  }
});

test("addresses are those of nobody, and it is not secure", () => {
  const seen: unknown[] = [];
  connect(
    serve(({ channel }) => {
      seen.push(channel.peer, channel.host, channel.isSecure);
      return respond(200);
    }),
  ).feed(get());
  const nobody = { type: "memory", host: "", port: 0 };
  expect(seen).toEqual([nobody, nobody, false]);
});

test("what would linger is closed", () => {
  const transport = connect(serve(() => respond(403), { unreadBody: { maxOctets: 0, timeoutMs: 0 } }));
  transport.feed(requestHead("POST", "/", "Content-Length: 9"));
  expect(transport.isDisconnecting).toBe(true);
});

test("a tunnel over it has what a protocol may ask for, with the same answers", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const transport = connect(serve(({ channel }) => channel.takeOver(tunnel)));
  transport.feed(get("/", "Connection: upgrade", "Upgrade: x"));
  expect(tunnel.transport).toMatchObject({
    unsentOctets: 0,
    isSecure: false,
    peer: { host: "" },
    host: { port: 0 },
  });
  tunnel.transport.loseWriteConnection?.();
  expect(transport.isDisconnecting).toBe(true);
});

test("a tunnel over a whole transport passes on what that one says", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const { client } = serve(({ channel }) => channel.takeOver(tunnel));
  const one = client({ isSecure: true, peer: { type: "TCP", host: "192.0.2.1", port: 9 }, capacity: 10 });
  one.send(get("/", "Connection: upgrade", "Upgrade: x"));
  const { unsentOctets, isSecure, peer } = tunnel.transport;
  expect({ unsentOctets, isSecure, peer }).toMatchObject({ isSecure: true, peer: { host: "192.0.2.1" } });
  expect(unsentOctets).toBe(one.transport.unsentOctets);
  tunnel.transport.unregisterProducer();
  tunnel.transport.loseWriteConnection?.();
  expect(one.transport.isDisconnecting).toBe(false);
  tunnel.transport.stopProducing();
  expect(tunnel.end).toBeDefined();
});
