/** How a body comes to its one reader, and how it ends. */
import type { BodyPipe } from "../../src/body/body-pipe";
import { BodyAborted, BodyAlreadyClaimed } from "../../src/errors";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { aborted, done, lost, makePipe, write } from "../support/pipes";

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
