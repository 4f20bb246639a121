import { BodyAborted, BodyDone, BodyLost } from "../../src/errors";
import type { ITransport } from "../../src/interfaces/transport";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { StringTransport } from "../../src/testing/string-transport";
import { RecordingPushProducer } from "../support/recording-push-producer";

describe("what our side writes", () => {
  test("is kept, call by call, and copied", () => {
    const transport = new StringTransport();
    const reused = Buffer.from("one ");
    transport.write(reused);
    reused.fill("x");
    transport.writeLatin1("tw\u00f6");
    expect(transport.written.toString("latin1")).toBe("one tw\u00f6");
    expect(transport.writes).toHaveLength(2);
    transport.clear();
    expect(transport.written).toHaveLength(0);
  });

  test("fills a transport with a capacity: write says false and the producer is paused once", () => {
    const transport = new StringTransport({ capacity: 4 });
    const producer = new RecordingPushProducer();
    transport.registerProducer(producer, true);
    expect(transport.write(Buffer.from("123"))).toBe(true);
    expect(transport.write(Buffer.from("4"))).toBe(false);
    expect(transport.write(Buffer.from("5"))).toBe(false);
    expect(producer.calls).toEqual(["pause"]);
    expect(transport.unsentOctets).toBe(5);
    transport.drain(2);
    expect(producer.calls).toEqual(["pause"]);
    transport.drain();
    expect(producer.calls).toEqual(["pause", "resume"]);
  });

  test("a pull producer is resumed once when registered and once each time the buffer has emptied", () => {
    const transport = new StringTransport({ capacity: 1 });
    const producer = new RecordingPushProducer();
    transport.registerProducer(producer, false);
    expect(producer.calls).toEqual(["resume"]);
    transport.write(Buffer.from("x"));
    transport.drain();
    transport.drain();
    expect(producer.calls).toEqual(["resume", "resume", "resume"]);
  });

  test("a producer registered with a full transport is paused, with a lost one stopped", () => {
    const transport = new StringTransport({ capacity: 1 });
    transport.write(Buffer.from("x"));
    const first = new RecordingPushProducer();
    transport.registerProducer(first, true);
    expect(first.calls).toEqual(["pause"]);
    expect(() => transport.registerProducer(first, true)).toThrow("registered already");
    transport.unregisterProducer();
    expect(transport.producer).toBeUndefined();
    transport.lose();
    const second = new RecordingPushProducer();
    transport.registerProducer(second, true);
    expect(second.calls).toEqual(["stop"]);
  });

  test("FIN leaves behind the octets, and nothing is written after it", () => {
    const transport = new StringTransport({ capacity: 2 });
    transport.write(Buffer.from("end"));
    transport.loseWriteConnection();
    expect(transport.hasFinished).toBe(false);
    transport.drain();
    expect(transport.hasFinished).toBe(true);
    expect(transport.isDisconnecting).toBe(false);
    transport.write(Buffer.from("late"));
    expect(transport.written.toString()).toBe("end");
  });

  test("an abort sends no FIN", () => {
    const transport = new StringTransport();
    transport.abortConnection();
    expect(transport).toMatchObject({ isAborted: true, isDisconnecting: true, hasFinished: false });
    expect(transport.producerCalls).toEqual(["abortConnection"]);
  });
});

describe("what the peer sends", () => {
  test("waits while reading is paused, FIN too", () => {
    const transport = new StringTransport();
    const protocol = new RecordingProtocol<ITransport>({ pauseAtOnce: true });
    transport.connect(protocol).feed("a\xff");
    transport.feedEnd();
    expect(protocol.chunks).toEqual([]);
    expect(transport.isPaused).toBe(true);
    protocol.transport.resumeProducing();
    expect(protocol.bytes).toEqual(Buffer.from([0x61, 0xff]));
    expect(protocol.end).toBe(BodyDone.instance);
    expect(transport.producerCalls).toEqual(["pauseProducing", "resumeProducing"]);
  });

  test("may be fed before there is a protocol, and inside dataReceived", () => {
    const transport = new StringTransport();
    const protocol = new RecordingProtocol<ITransport>({
      received: (chunk) => {
        if (chunk.toString() === "1") transport.feed("2");
      },
    });
    transport.feed("1");
    transport.connect(protocol);
    expect(protocol.text).toBe("12");
  });

  test("is dropped once our side has closed", () => {
    const transport = new StringTransport();
    const protocol = new RecordingProtocol<ITransport>();
    transport.connect(protocol);
    transport.loseConnection();
    transport.feed("late");
    expect(protocol.chunks).toEqual([]);
    expect(protocol.end).toBeUndefined();
  });

  test("FIN is told to a protocol that has readConnectionLost, which can still write", () => {
    const transport = new StringTransport();
    const protocol = Object.assign(new RecordingProtocol<ITransport>(), { readConnectionLost: jest.fn() });
    transport.connect(protocol);
    transport.feedEnd();
    expect(protocol.readConnectionLost).toHaveBeenCalledTimes(1);
    expect(protocol.end).toBeUndefined();
    transport.write(Buffer.from("answer"));
    expect(transport.written.toString()).toBe("answer");
  });
});

describe("the end", () => {
  test("comes once, at once, and stops the producer first", () => {
    const transport = new StringTransport();
    const protocol = new RecordingProtocol<ITransport>({ pauseAtOnce: true });
    const producer = new RecordingPushProducer();
    transport.connect(protocol);
    transport.registerProducer(producer, true);
    transport.feed("held");
    transport.lose();
    transport.lose();
    transport.resumeProducing();
    expect(protocol.end).toBeInstanceOf(BodyLost);
    expect(protocol.chunks).toEqual([]);
    expect(producer.calls).toEqual(["stop"]);
  });

  test("of a transport that our side stopped is BodyAborted", () => {
    const transport = new StringTransport();
    const protocol = new RecordingProtocol<ITransport>();
    transport.connect(protocol);
    transport.stopProducing();
    expect(protocol.end).toBeInstanceOf(BodyAborted);
  });
});

test("says who and what it is", () => {
  const host = { type: "TCP", host: "192.0.2.1", port: 443 } as const;
  expect(new StringTransport({ host, isSecure: true, alpnProtocol: "h2" })).toMatchObject({
    host,
    peer: { type: "memory", host: "client", port: 0 },
    isSecure: true,
    alpnProtocol: "h2",
  });
});
