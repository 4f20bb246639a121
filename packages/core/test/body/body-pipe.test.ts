import { BodyPipe } from "../../src/body/body-pipe";
import type { IBodySource } from "../../src/body/body-pipe";
import { BodyAborted, BodyAlreadyClaimed, BodyDone, BodyLost } from "../../src/errors";
import type { BodyEnd } from "../../src/interfaces/body-end";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

const done = BodyDone.instance;
const lost = new BodyLost("the wire broke");
const aborted = new BodyAborted("the clock ran out");

class RecordingSource implements IBodySource {
  readonly calls: string[] = [];
  readonly failures: unknown[] = [];
  readonly pauses: boolean[] = [];
  refusal: BodyAborted | undefined;

  bodyClaimed(): BodyAborted | undefined {
    this.calls.push("claimed");
    return this.refusal;
  }
  bodyWanted(): void {
    this.calls.push("wanted");
  }
  bodyUnwanted(): void {
    this.calls.push("unwanted");
  }
  bodyTaken(octets: number): void {
    this.calls.push(`taken ${octets}`);
  }
  bodyEnded(reason: BodyEnd): void {
    this.calls.push(`ended ${reason.code}`);
  }
  readerFailed(error: unknown): void {
    this.failures.push(error);
  }
  readerPaused(isPaused: boolean): void {
    this.pauses.push(isPaused);
  }
}

function makePipe(maxUnclaimedOctets = 100): { pipe: BodyPipe; source: RecordingSource } {
  const source = new RecordingSource();
  return { pipe: new BodyPipe(source, "UNKNOWN_LENGTH", maxUnclaimedOctets), source };
}

function write(pipe: BodyPipe, ...texts: string[]): void {
  for (const text of texts) pipe.write(Buffer.from(text));
}

describe("before anybody claims it", () => {
  test("holds what comes, and says when it is enough", () => {
    const { pipe, source } = makePipe(4);
    write(pipe, "abc");
    expect(source.calls).toEqual([]);
    write(pipe, "d", "e");
    expect(source.calls).toEqual(["unwanted"]);
    expect(pipe).toMatchObject({ heldOctets: 5, received: 5, wantsData: false, isClaimed: false });
  });

  test("a late deliverBody still delivers everything, even after everything arrived", () => {
    const { pipe, source } = makePipe();
    write(pipe, "a", "b");
    pipe.end(done);
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    expect(reader).toMatchObject({ text: "ab", end: done });
    expect(source.calls).toEqual(["claimed", "taken 1", "taken 1", "ended BODY_DONE"]);
  });

  test("what came before the wire broke is delivered, then BodyLost", () => {
    const { pipe } = makePipe();
    write(pipe, "half");
    pipe.end(lost);
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    expect(reader).toMatchObject({ text: "half", end: lost });
  });

  test.each<[string, (pipe: BodyPipe) => void]>([
    ["the exchange ended", (pipe) => pipe.abandon(aborted)],
    ["our side broke it off", (pipe) => pipe.abort(aborted)],
    ["our side ended it", (pipe) => pipe.end(aborted)],
    [
      "it was complete and the exchange ended",
      (pipe) => {
        pipe.end(done);
        pipe.abandon(aborted);
      },
    ],
  ])("after %s it gets BodyAborted at once, and no octet", (_, breakOff) => {
    const { pipe } = makePipe();
    write(pipe, "held");
    breakOff(pipe);
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    expect(reader).toMatchObject({ chunks: [], end: aborted });
    expect(pipe.heldOctets).toBe(0);
  });

  test("a source that refuses the claim gives its reason, and nothing else", () => {
    const { pipe, source } = makePipe();
    write(pipe, "too long");
    source.refusal = aborted;
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    expect(reader).toMatchObject({ chunks: [], end: aborted });
    expect(source.calls).toEqual(["claimed", "ended BODY_ABORTED"]);
  });
});

describe("one writer, one claimer", () => {
  test("a second deliverBody throws and touches nobody", () => {
    const { pipe } = makePipe();
    const [first, second] = [new RecordingProtocol(), new RecordingProtocol()];
    pipe.deliverBody(first);
    expect(() => pipe.deliverBody(second)).toThrow(BodyAlreadyClaimed);
    expect(second.isConnected).toBe(false);
    write(pipe, "a");
    expect(first.text).toBe("a");
  });

  test("abandoning a claimed body does nothing", () => {
    const { pipe } = makePipe();
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    pipe.abandon(aborted);
    expect(reader.end).toBeUndefined();
    expect(pipe.isAwaited).toBe(true);
  });
});

describe("exactly one end, in order", () => {
  test("nothing is taken after it", () => {
    const { pipe } = makePipe();
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    write(pipe, "a");
    pipe.end(done);
    write(pipe, "late");
    pipe.end(lost);
    pipe.abort(aborted);
    expect(reader).toMatchObject({ text: "a", end: done });
    expect(pipe).toMatchObject({ received: 1, hasEnded: true, isAwaited: false, wantsData: false });
  });

  test("stopProducing gives BodyAborted once, before it returns", () => {
    const { pipe, source } = makePipe();
    const reader = new RecordingProtocol();
    pipe.deliverBody(reader);
    reader.transport.stopProducing();
    expect(reader.end).toBeInstanceOf(BodyAborted);
    reader.transport.stopProducing();
    expect(source.calls).toEqual(["claimed", "wanted", "ended BODY_ABORTED"]);
  });
});

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
