/** Readers of a body that pause, and readers that throw. */
import { BodyAborted } from "../../src/errors";
import type { BodyEnd } from "../../src/interfaces/body-end";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { aborted, done, lost, makePipe, write } from "../support/pipes";

describe("pause", () => {
  test("is told to the source once, as its end is, also when everything has been written", () => {
    const { pipe, source } = makePipe();
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    const { transport } = reader;
    transport.resumeProducing();
    transport.pauseProducing();
    transport.pauseProducing();
    pipe.end(done);
    transport.resumeProducing();
    transport.pauseProducing();
    expect(source.pauses).toEqual([true, false]);
    expect(reader.end).toBe(done);
  });

  test("inside makeConnection means no byte before resumeProducing", () => {
    const { pipe, source } = makePipe();
    write(pipe, "a");
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    pipe.deliverBody(reader);
    write(pipe, "b");
    expect(reader.chunks).toEqual([]);
    reader.transport.resumeProducing();
    expect(reader.text).toBe("ab");
    expect(source.calls).toEqual(["claimed", "unwanted", "taken 1", "taken 1", "wanted"]);
  });

  test("holds BodyDone", () => {
    const { pipe } = makePipe();
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    pipe.deliverBody(reader);
    pipe.end(done);
    expect(reader.end).toBeUndefined();
    reader.transport.resumeProducing();
    expect(reader.end).toBe(done);
  });

  test.each([lost, aborted])("does not hold %p", (reason) => {
    const { pipe } = makePipe();
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    pipe.deliverBody(reader);
    write(pipe, "held");
    pipe.end(reason);
    expect(reader).toMatchObject({ chunks: [], end: reason });
  });

  test.each([lost, aborted])("in makeConnection does not hold %p that was there before", (reason) => {
    const { pipe } = makePipe();
    pipe.end(reason);
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    pipe.deliverBody(reader);
    expect(reader.end).toBe(reason);
  });

  test("a held BodyDone gives way to a stop", () => {
    const { pipe } = makePipe();
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    pipe.deliverBody(reader);
    pipe.end(done);
    reader.transport.stopProducing();
    expect(reader.end).toBeInstanceOf(BodyAborted);
  });

  test("and resume inside dataReceived: the source never hears of it, and goes on", () => {
    const { pipe, source } = makePipe();
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => {
        reader.transport.pauseProducing();
        reader.transport.resumeProducing();
      },
    });
    pipe.deliverBody(reader);
    write(pipe, "a", "b");
    expect(reader.text).toBe("ab");
    expect(source.calls).toEqual(["claimed", "wanted", "taken 1", "taken 1"]);
  });

  test("a resume inside dataReceived takes effect after it returns", () => {
    const { pipe } = makePipe();
    const order: string[] = [];
    const reader: RecordingProtocol = new RecordingProtocol({
      pauseAtOnce: true,
      received: (chunk) => {
        order.push(`> ${chunk.toString()}`);
        reader.transport.pauseProducing();
        reader.transport.resumeProducing();
        order.push(`< ${chunk.toString()}`);
      },
    });
    pipe.deliverBody(reader);
    write(pipe, "a", "b");
    reader.transport.resumeProducing();
    expect(order).toEqual(["> a", "< a", "> b", "< b"]);
  });
});

describe("a reader that throws", () => {
  const bug = new Error("a bug");

  test.each<[string, Partial<RecordingProtocol>]>([
    [
      "in makeConnection",
      {
        makeConnection() {
          throw bug;
        },
      },
    ],
    [
      "in dataReceived",
      {
        dataReceived() {
          throw bug;
        },
      },
    ],
  ])("%s is stopped, and its error handed on", (_, broken) => {
    const { pipe, source } = makePipe();
    const ends: BodyEnd[] = [];
    const reader = {
      makeConnection() {},
      dataReceived() {},
      connectionLost: (reason: BodyEnd) => void ends.push(reason),
      ...broken,
    };
    pipe.deliverBody(reader);
    write(pipe, "a", "b");
    pipe.end(done);
    expect(ends).toEqual([expect.any(BodyAborted)]);
    expect(ends[0]).toMatchObject({ cause: bug });
    expect(source.failures).toEqual([bug]);
    expect(source.calls).toContain("ended BODY_ABORTED");
  });

  test("in connectionLost: the source still hears of the end", () => {
    const { pipe, source } = makePipe();
    const reader = new RecordingProtocol();
    reader.connectionLost = () => {
      throw bug;
    };
    pipe.deliverBody(reader);
    pipe.end(done);
    expect(source.failures).toEqual([bug]);
    expect(source.calls).toEqual(["claimed", "wanted", "ended BODY_DONE"]);
  });
});
