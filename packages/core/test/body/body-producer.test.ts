import { bodyProducer } from "../../src/body/body-producer";
import { discardBody } from "../../src/body/discard";
import { BodyAborted, BodyDone } from "../../src/errors";
import type { IBodyConsumer, IBodyProducer } from "../../src/interfaces/body-producer";
import type { IBody } from "../../src/interfaces/message";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { settle } from "../contract/body-contract";
import { RecordingPushProducer } from "../support/recording-push-producer";

/** A producer that does what the test makes it do, and notes what it is told. */
class ManualProducer extends RecordingPushProducer implements IBodyProducer {
  consumer!: IBodyConsumer;

  startProducing(consumer: IBodyConsumer): PromiseLike<void> | void {
    this.consumer = consumer;
    this.calls.push("start");
  }
}

function readBy(reader: RecordingProtocol, body: IBody): RecordingProtocol {
  body.deliverBody(reader);
  return reader;
}

test("has the producer's length, or none", () => {
  expect(bodyProducer(Object.assign(new ManualProducer(), { length: 5 })).length).toBe(5);
  expect(bodyProducer(new ManualProducer()).length).toBe("UNKNOWN_LENGTH");
});

test("starts the producer when the reader first wants octets", () => {
  const producer = new ManualProducer();
  const reader = readBy(new RecordingProtocol({ pauseAtOnce: true }), bodyProducer(producer));
  expect(producer.calls).toEqual([]);
  reader.transport.resumeProducing();
  expect(producer.calls).toEqual(["start"]);
});

test("passes pauses on, and takes what is written all the same", () => {
  const producer = new ManualProducer();
  const reader = readBy(new RecordingProtocol(), bodyProducer(producer));
  producer.consumer.write("a");
  reader.transport.pauseProducing();
  producer.consumer.write("b");
  expect(reader.text).toBe("a");
  reader.transport.resumeProducing();
  producer.consumer.finish();
  expect(producer.calls).toEqual(["start", "pause", "resume"]);
  expect(reader).toMatchObject({ text: "ab", end: BodyDone.instance });
});

test("calls the producer no more after it has ended, though the reader has not got its end", () => {
  const producer = new ManualProducer();
  const reader = readBy(new RecordingProtocol(), bodyProducer(producer));
  reader.transport.pauseProducing();
  producer.consumer.finish();
  producer.consumer.write("late");
  producer.consumer.fail(new Error("late"));
  producer.consumer.finish();
  reader.transport.stopProducing();
  expect(producer.calls).toEqual(["start", "pause"]);
  expect(reader).toMatchObject({ chunks: [], end: expect.any(BodyAborted) });
});

test("stops a producer that was never started, once", () => {
  const producer = new ManualProducer();
  discardBody(bodyProducer(producer));
  expect(producer.calls).toEqual(["stop"]);
});

test("a producer that throws when it is stopped harms nobody", () => {
  const producer = new ManualProducer();
  producer.stopProducing = () => {
    throw new Error("not closed");
  };
  expect(() => discardBody(bodyProducer(producer))).not.toThrow();
});

describe("a promise from startProducing", () => {
  test("resolved is the end", async () => {
    const producer = new ManualProducer();
    producer.startProducing = async (consumer) => consumer.write("a");
    const reader = readBy(new RecordingProtocol(), bodyProducer(producer));
    expect(await reader.whenEnded()).toBe(BodyDone.instance);
    expect(reader.text).toBe("a");
  });

  test("rejected is a failure", async () => {
    const bug = new Error("a bug");
    const producer = new ManualProducer();
    producer.startProducing = () => Promise.reject(bug);
    const reader = readBy(new RecordingProtocol(), bodyProducer(producer));
    expect(await reader.whenEnded()).toMatchObject({ cause: bug });
    expect(producer.calls).toEqual([]);
  });
});

describe("a pull producer", () => {
  function pulling(resume: (consumer: IBodyConsumer) => void): IBodyProducer {
    let consumer: IBodyConsumer;
    return {
      startProducing(given) {
        consumer = given;
      },
      resumeProducing: () => resume(consumer),
      stopProducing() {},
    };
  }

  test("is resumed once for each piece, and not before the last one came", async () => {
    const resumed = jest.fn((consumer: IBodyConsumer) => void setImmediate(() => consumer.write("x")));
    const reader = readBy(new RecordingProtocol(), bodyProducer(pulling(resumed)));
    reader.transport.pauseProducing();
    reader.transport.resumeProducing();
    expect(resumed).toHaveBeenCalledTimes(1);
    await settle();
    expect(resumed).toHaveBeenCalledTimes(reader.chunks.length + 1);
    reader.transport.stopProducing();
  });

  test("that throws breaks off", () => {
    const bug = new Error("a bug");
    const producer = pulling(() => {
      throw bug;
    });
    expect(readBy(new RecordingProtocol(), bodyProducer(producer)).end).toMatchObject({ cause: bug });
  });
});
