/**
 * What a protocol may rely on, whatever its transport: run for the one in memory and for the one on a socket, so
 * that what is proven with the first holds on the second.
 */
import { BodyAborted, BodyDone, BodyLost } from "@headgate/core";
import type { IHalfCloseableProtocol, ITransport } from "@headgate/core";
import { HalfCloseRecorder, ProducerRecorder } from "../support/recorders";

/** A transport under test, and the peer at its other end. */
export interface TransportUnderTest {
  readonly transport: ITransport & Required<Pick<ITransport, "writeLatin1" | "loseWriteConnection">>;
  /** The peer sends octets; resolves when they could be delivered. */
  send(octets: string): Promise<void>;
  sendEnd(): Promise<void>;
  /** The peer breaks the connection off. */
  reset(): Promise<void>;
  /** What the peer has got so far. */
  received(): Promise<string>;
  /** The peer reads no more, until `drain`. */
  stall(): void;
  drain(): Promise<void>;
  /** The peer answers a close with a close; resolves when `connectionLost` is due. */
  settle(): Promise<void>;
}

export type Connect = (protocol: IHalfCloseableProtocol) => Promise<TransportUnderTest>;

const BLOCK = Buffer.alloc(64 * 1024, "x");

export function transportContract(name: string, connect: Connect): void {
  describe(`${name} keeps the transport contract`, () => {
    test("octets are delivered and written in order, text and bytes alike", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      await peer.send("one ");
      await peer.send("two");
      expect(protocol.text).toBe("one two");
      peer.transport.writeLatin1("\xff1 ");
      peer.transport.write(Buffer.from("2 "));
      peer.transport.write(new Uint8Array(2000).fill(0x33));
      peer.transport.writeLatin1(" 4");
      expect(await peer.received()).toBe(`\xff1 2 ${"3".repeat(2000)} 4`);
    });

    test("a pause in makeConnection holds every octet until the resume", async () => {
      const protocol = new HalfCloseRecorder({ pauseAtOnce: true });
      const peer = await connect(protocol);
      await peer.send("held");
      expect(protocol.chunks).toHaveLength(0);
      peer.transport.resumeProducing();
      await peer.send(", free");
      expect(protocol.text).toBe("held, free");
    });

    test("a pause between chunks holds the next, and a FIN stays behind it", async () => {
      const protocol = new HalfCloseRecorder({ received: () => peer.transport.pauseProducing() });
      const peer = await connect(protocol);
      await peer.send("first");
      await peer.send("second");
      await peer.sendEnd();
      expect(protocol.text).toBe("first");
      expect(protocol.ends).toBe(0);
      peer.transport.resumeProducing();
      await peer.send("");
      expect(protocol.text).toBe("firstsecond");
      peer.transport.resumeProducing();
      await peer.send("");
      expect(protocol.ends).toBe(1);
    });

    test("a FIN ends reading only: what is written afterwards still arrives", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      await peer.send("request");
      await peer.sendEnd();
      expect(protocol.ends).toBe(1);
      expect(protocol.end).toBeUndefined();
      peer.transport.writeLatin1("answer");
      peer.transport.loseConnection();
      expect(await peer.received()).toBe("answer");
      await peer.settle();
      expect(protocol.end).toBe(BodyDone.instance);
    });

    test("after loseConnection nothing is written or delivered, and what was written before arrives", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      peer.transport.writeLatin1("bye");
      peer.transport.loseConnection();
      peer.transport.loseConnection();
      expect(peer.transport.writeLatin1("late")).toBe(true);
      await peer.send("too late");
      expect(await peer.received()).toBe("bye");
      await peer.settle();
      expect(protocol.chunks).toHaveLength(0);
      expect(protocol.end).toBe(BodyDone.instance);
    });

    test("after loseWriteConnection reading goes on", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      peer.transport.writeLatin1("413");
      peer.transport.loseWriteConnection();
      await peer.send("still writing");
      expect(await peer.received()).toBe("413");
      expect(protocol.text).toBe("still writing");
    });

    test("abortConnection ends with BodyAborted, once", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      peer.transport.abortConnection();
      peer.transport.abortConnection();
      peer.transport.loseConnection();
      await peer.settle();
      expect(protocol.end).toBeInstanceOf(BodyAborted);
    });

    test("stopProducing calls connectionLost before it returns", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      peer.transport.stopProducing();
      expect(protocol.end).toBeInstanceOf(BodyAborted);
      await peer.settle();
    });

    test("a reset stops the producer once, then ends with BodyLost", async () => {
      const producer = new ProducerRecorder();
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      peer.transport.registerProducer(producer, true);
      await peer.reset();
      expect(protocol.end).toBeInstanceOf(BodyLost);
      expect(producer.calls).toEqual(["stop"]);
      expect(peer.transport.writeLatin1("late")).toBe(true);
    });

    test("a full buffer pauses the producer once and resumes it when the peer has read", async () => {
      const producer = new ProducerRecorder();
      const peer = await connect(new HalfCloseRecorder());
      peer.stall();
      peer.transport.registerProducer(producer, true);
      for (let i = 0; i < 160; i++) peer.transport.write(BLOCK);
      expect(peer.transport.write(BLOCK)).toBe(false);
      expect(producer.calls).toEqual(["pause"]);
      await peer.drain();
      expect(producer.calls).toEqual(["pause", "resume"]);
      expect(peer.transport.write(Buffer.from("more"))).toBe(true);
    });

    test("a pull producer is asked once, and again when what it wrote has left", async () => {
      const producer = new ProducerRecorder();
      const peer = await connect(new HalfCloseRecorder());
      peer.transport.registerProducer(producer, false);
      await peer.drain();
      const asked = producer.calls.length;
      expect(asked).toBeGreaterThan(0);
      peer.transport.write(BLOCK);
      await peer.drain();
      expect(producer.calls.length).toBeGreaterThan(asked);
      peer.transport.unregisterProducer();
      const before = producer.calls.length;
      peer.transport.write(BLOCK);
      await peer.drain();
      expect(producer.calls).toEqual(Array(before).fill("resume"));
    });

    test("one producer at a time; one that is registered after the end is stopped", async () => {
      const protocol = new HalfCloseRecorder();
      const peer = await connect(protocol);
      peer.transport.registerProducer(new ProducerRecorder(), true);
      expect(() => peer.transport.registerProducer(new ProducerRecorder(), true)).toThrow(
        "registered already",
      );
      peer.transport.unregisterProducer();
      peer.transport.stopProducing();
      const late = new ProducerRecorder();
      peer.transport.registerProducer(late, true);
      expect(late.calls).toEqual(["stop"]);
      await peer.settle();
    });
  });
}
