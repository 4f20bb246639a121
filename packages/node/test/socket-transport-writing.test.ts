/** What a socket is given, and when: gathered writes, parts of what is large, pull producers. */
import { once } from "node:events";
import { HalfCloseRecorder, ProducerRecorder } from "./support/recorders";
import { closeSocketPairs, readAll, turn } from "./support/socket-pair";
import { connected } from "./support/connected";

afterEach(closeSocketPairs);

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
