import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { BodyAborted, BodyDone, BodyLost, ClientGone } from "@headgate/core";
import type { ILog, IPushProducer, ITransport } from "@headgate/core";
import { SocketTransport } from "../src/socket-transport";
import { HalfCloseRecorder, ProducerRecorder } from "./support/recorders";
import { closeSocketPairs, readAll, socketPair, turn, until } from "./support/socket-pair";

afterEach(closeSocketPairs);

const SILENT: ILog = { error() {}, warn() {} };

/** Counts what reaches the kernel: each call is one write or writev. */
function countWrites(socket: Socket): { calls: number } {
  const count = { calls: 0 };
  for (const method of ["_write", "_writev"] as const) {
    const original = socket[method]!.bind(socket) as (...args: unknown[]) => void;
    socket[method] = (...args: unknown[]) => {
      count.calls++;
      original(...args);
    };
  }
  return count;
}

async function connected(protocol = new HalfCloseRecorder()) {
  const { server, client } = await socketPair();
  const writes = countWrites(server);
  const transport = SocketTransport.connect(server, protocol);
  return { server, client, writes, transport, protocol };
}

describe("writing", () => {
  test("many small pieces of a turn leave in one write, at the end of the turn", async () => {
    const { transport, writes, client } = await connected();
    for (let i = 0; i < 100; i++) transport.write(Buffer.from("piece "));
    transport.writeLatin1("end");
    expect(writes.calls).toBe(0);
    transport.loseConnection();
    expect(await readAll(client)).toBe(`${"piece ".repeat(100)}end`);
    expect(writes.calls).toBe(1);
  });

  test("small and large pieces of a turn leave in one writev", async () => {
    const { transport, writes, client } = await connected();
    const large = Buffer.alloc(50_000, "L");
    for (let i = 0; i < 4; i++) {
      transport.writeLatin1("head ");
      transport.write(large);
    }
    transport.loseConnection();
    expect(await readAll(client)).toBe(`head ${large.toString()}`.repeat(4));
    expect(writes.calls).toBe(1);
  });

  test("what is written inside dataReceived leaves when it returns, in the same turn", async () => {
    const protocol = new HalfCloseRecorder({
      received: () => {
        protocol.transport.write(Buffer.from("head"));
        protocol.transport.write(Buffer.from("body"));
        expect(writes.calls).toBe(0);
      },
    });
    const { server, client, writes } = await connected(protocol);
    server.prependListener("data", () => process.nextTick(() => expect(writes.calls).toBe(1)));
    client.write("request");
    await once(client, "data");
    expect(writes.calls).toBe(1);
  });

  test("a large buffer is not copied", async () => {
    const { server, transport } = await connected();
    const handed: unknown[] = [];
    const write = server.write.bind(server) as (...args: unknown[]) => boolean;
    server.write = (...args: unknown[]) => {
      handed.push(args[0]);
      return write(...args);
    };
    const large = Buffer.alloc(2000);
    transport.write(large);
    await turn();
    expect(handed).toEqual([large]);
    expect(handed[0]).toBe(large);
  });

  test("one huge piece is handed on in parts, so that a slow reader shows as progress", async () => {
    const { server, client, transport } = await connected();
    client.pause();
    const size = 32 * 1024 * 1024;
    expect(transport.write(Buffer.alloc(size, "x"))).toBe(false);
    transport.writeLatin1("y".repeat(300_000));
    transport.loseConnection();
    await turn();
    expect(server.writableLength).toBeLessThanOrEqual(256 * 1024);
    const steps = new Set<number>();
    let received = 0;
    client.on("data", (chunk) => {
      received += chunk.length;
      steps.add(transport.unsentOctets);
    });
    await once(client.resume(), "end");
    expect(received).toBe(size + 300_000);
    expect(steps.size).toBeGreaterThan(3);
  });

  test("a pull producer is asked once a turn until it unregisters", async () => {
    const { transport, client } = await connected();
    let left = 50;
    const producer = new ProducerRecorder(() => {
      transport.write(Buffer.alloc(10_000, "x"));
      if (--left > 0) return;
      transport.unregisterProducer();
      transport.loseConnection();
    });
    transport.registerProducer(producer, false);
    expect(producer.calls).toEqual([]);
    expect(await readAll(client)).toHaveLength(500_000);
    expect(producer.calls).toEqual(Array(50).fill("resume"));
  });

  test("a pull producer that has nothing yet is not asked in a loop", async () => {
    const { transport } = await connected();
    const producer = new ProducerRecorder();
    transport.registerProducer(producer, false);
    for (let i = 0; i < 10; i++) await turn();
    expect(producer.calls).toEqual(["resume"]);
  });
});

describe("pausing", () => {
  test("costs the socket nothing while no chunk comes", async () => {
    const { server, transport } = await connected();
    const pause = jest.spyOn(server, "pause");
    const resume = jest.spyOn(server, "resume");
    for (let i = 0; i < 10; i++) {
      transport.pauseProducing();
      transport.resumeProducing();
    }
    await turn();
    expect(pause).not.toHaveBeenCalled();
    expect(resume).not.toHaveBeenCalled();
  });

  test("holds one chunk and stops the client", async () => {
    const { server, client, transport, protocol } = await connected();
    transport.pauseProducing();
    const size = 16 * 1024 * 1024;
    client.end(Buffer.alloc(size));
    await until(() => server.isPaused());
    for (let i = 0; i < 20; i++) await turn();
    expect(protocol.chunks).toHaveLength(0);
    expect(server.bytesRead).toBeLessThanOrEqual(4 * 64 * 1024);
    transport.resumeProducing();
    expect(protocol.chunks).toHaveLength(0);
    await until(() => protocol.ends === 1);
    expect(protocol.bytes).toHaveLength(size);
  });

  test("with a FIN and nothing held, the FIN is told at once", async () => {
    const { client, transport, protocol } = await connected();
    transport.pauseProducing();
    client.end();
    await until(() => protocol.ends === 1);
    expect(protocol.end).toBeUndefined();
  });
});

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
    let unsent = 0;
    while (unsent !== transport.unsentOctets) {
      unsent = transport.unsentOctets;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
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

describe("many connections", () => {
  const tcpHandles = (): number =>
    process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;

  async function storm(
    count: number,
    leave: (client: Socket, index: number) => void,
  ): Promise<HalfCloseRecorder[]> {
    const before = tcpHandles();
    const protocols: HalfCloseRecorder[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const protocol = new HalfCloseRecorder({
        received: () => protocol.transport.write(Buffer.alloc(20_000)),
      });
      Object.assign(protocol, { readConnectionLost: () => protocol.transport.loseConnection() });
      protocols.push(protocol);
      SocketTransport.connect(socket, protocol, { log: SILENT, closeTimeoutMs: 1_000 });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    for (let i = 0; i < count; i++) {
      const client = connect(port, "127.0.0.1", () => leave(client, i));
      client.on("error", () => {});
    }
    await until(() => protocols.length === count);
    await Promise.all(protocols.map((protocol) => protocol.whenEnded()));
    server.close();
    await once(server, "close");
    await until(() => tcpHandles() === before);
    return protocols;
  }

  test("1000 that close leave no handle behind", async () => {
    const protocols = await storm(1000, (client) => client.end("request").resume());
    expect(protocols.every((protocol) => protocol.end === BodyDone.instance)).toBe(true);
  });

  test("a storm of resets, in any state, ends each exactly once", async () => {
    const protocols = await storm(300, (client, i) => {
      if (i % 3 > 0) client.write("request");
      if (i % 3 === 1) client.once("data", () => client.resetAndDestroy());
      else client.resetAndDestroy();
    });
    expect(protocols.every((protocol) => protocol.end instanceof BodyLost)).toBe(true);
  });
});
