/** How a connection over a socket ends: closed, aborted, reset, given up. */
import { once } from "node:events";
import type { Socket } from "node:net";
import { BodyAborted, BodyDone, BodyLost, ClientGone } from "@headgate/core";
import type { IPushProducer, ITransport } from "@headgate/core";
import { SocketTransport } from "../src/socket-transport";
import { HalfCloseRecorder, ProducerRecorder } from "./support/recorders";
import { closeSocketPairs, socketPair, turn } from "./support/socket-pair";
import { connected, SILENT } from "./support/connected";

afterEach(closeSocketPairs);

describe("the end", () => {
  test("a reset is BodyLost by a client that is gone", async () => {
    const { client, protocol } = await connected();
    client.resetAndDestroy();
    const end = await protocol.whenEnded();
    expect(end).toBeInstanceOf(BodyLost);
    expect((end as BodyLost).cause).toBeInstanceOf(ClientGone);
    expect((end as BodyLost).cause).toMatchObject({ wasReset: true });
  });

  test("a client that never closes is given up after closeTimeoutMs", async () => {
    const { server, client } = await socketPair();
    const protocol = new HalfCloseRecorder();
    SocketTransport.connect(server, protocol, { log: SILENT, closeTimeoutMs: 10 }).loseConnection();
    await once(client.resume(), "end");
    expect(await protocol.whenEnded()).toBe(BodyDone.instance);
    expect(server.destroyed).toBe(true);
  });

  /** Writes from promise to promise and never lets the event loop have a turn, unless it is told to pause. */
  class Breathless implements IPushProducer {
    /** Pieces written since the last pause. */
    run = 0;
    longestRun = 0;
    written = 0;
    readonly #transport: ITransport;
    #isPaused = true;

    constructor(transport: ITransport) {
      this.#transport = transport;
    }

    pauseProducing(): void {
      this.#isPaused = true;
    }

    resumeProducing(): void {
      if (!this.#isPaused) return;
      this.#isPaused = false;
      this.run = 0;
      void this.#produce();
    }

    stopProducing(): void {
      this.#isPaused = true;
    }

    async #produce(): Promise<void> {
      while (!this.#isPaused && this.written < 10_000) {
        this.written++;
        this.#transport.write(Buffer.alloc(16_384));
        this.longestRun = Math.max(this.longestRun, ++this.run);
        await Promise.resolve();
      }
    }
  }

  test("a producer that never lets go leaves the event loop its turns, though its octets are taken", async () => {
    const { transport, server } = await connected();
    // The kernel takes everything at once.
    server._writev = (_chunks, callback) => callback();
    server._write = (_chunk, _encoding, callback) => callback();
    const producer = new Breathless(transport);
    transport.registerProducer(producer, true);
    producer.resumeProducing();
    for (let turns = 0; turns < 10; turns++) await turn();
    expect(producer.written).toBeLessThan(2_000);
    producer.stopProducing();
  });

  test.each<[string, (client: Socket, transport: ITransport) => unknown]>([
    ["the peer's reset", (client) => client.resetAndDestroy()],
    ["our abort", (_client, transport) => transport.abortConnection()],
    ["our close", (_client, transport) => transport.loseConnection()],
  ])("a producer that never lets go is held by %s", async (_, leave) => {
    for (let round = 0; round < 20; round++) {
      const { transport, protocol, client } = await connected();
      client.resume();
      const producer = new Breathless(transport);
      transport.registerProducer(producer, true);
      producer.resumeProducing();
      for (let turns = 0; turns < round; turns++) await turn();
      leave(client, transport);
      client.end();
      await protocol.whenEnded();
      expect(producer.longestRun).toBeLessThan(1_000);
    }
  });

  test("an abort does not wait for octets that nobody reads", async () => {
    const { transport, protocol, server } = await connected();
    for (let i = 0; i < 40; i++) transport.write(Buffer.alloc(1024 * 1024));
    // Until the kernel takes no more.
    let unsent = Infinity;
    for (let turns = 0; turns < 100; turns++) {
      await turn();
      if (transport.unsentOctets < unsent) turns = 0;
      unsent = transport.unsentOctets;
    }
    expect(unsent).toBeGreaterThan(0);
    transport.abortConnection();
    await once(server, "close");
    expect(protocol.end).toBeInstanceOf(BodyAborted);
  });

  test.each(["at once", "a turn later"])("an abort %s behind a close still closes", async (when) => {
    for (let i = 0; i < 20; i++) {
      const { transport, protocol, server } = await connected();
      const closed = once(server, "close");
      transport.loseConnection();
      if (when === "a turn later") await Promise.resolve();
      process.nextTick(() => {
        transport.abortConnection();
        server.destroy();
      });
      await closed;
      expect(protocol.end).toBeInstanceOf(BodyAborted);
    }
  });

  test("an abort resets the connection", async () => {
    const { client, transport, protocol } = await connected();
    const broken = once(client, "error") as Promise<[Error]>;
    transport.abortConnection();
    const [error] = await broken;
    expect(error).toMatchObject({ code: "ECONNRESET" });
    expect(await protocol.whenEnded()).toBeInstanceOf(BodyAborted);
  });

  test.each<[string, (transport: ITransport) => HalfCloseRecorder]>([
    ["a protocol that throws in dataReceived", () => new HalfCloseRecorder({ received: fail })],
    [
      "a protocol that throws in makeConnection",
      () => Object.assign(new HalfCloseRecorder(), { makeConnection: fail, connectionLost() {} }),
    ],
    [
      "a producer that throws",
      () => {
        const protocol = new HalfCloseRecorder({
          received: () => protocol.transport.registerProducer(new ProducerRecorder(fail), false),
        });
        return protocol;
      },
    ],
  ])("%s is logged, and costs only its own connection", async (_, makeProtocol) => {
    const { server, client } = await socketPair();
    const log = { error: jest.fn(), warn: jest.fn() };
    const protocol = makeProtocol(undefined as never);
    SocketTransport.connect(server, protocol, { log, closeTimeoutMs: 10 });
    client.write("x");
    await once(server, "close");
    expect(log.error).toHaveBeenCalledTimes(1);
    expect(log.error).toHaveBeenCalledWith(expect.any(String), new Error("out of order"));
  });

  test("the addresses stay readable after a reset", async () => {
    const { client, protocol, transport } = await connected();
    const port = client.localPort;
    expect(transport.host).toEqual({ type: "TCP", host: "127.0.0.1", port: client.remotePort });
    client.resetAndDestroy();
    await protocol.whenEnded();
    expect(transport.peer).toEqual({ type: "TCP", host: "127.0.0.1", port });
    expect(transport).toMatchObject({ isSecure: false, alpnProtocol: undefined });
    expect(transport.host.port).toBeGreaterThan(0);
  });
});

function fail(): never {
  throw new Error("out of order");
}
