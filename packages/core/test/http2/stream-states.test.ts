/** The life of a stream (RFC 9113 section 5.1). */
import fc from "fast-check";
import { AFTER_END_RECEIVED, AFTER_END_SENT, isWelcome, PastStreams } from "../../src/http2/stream-states";
import type { StreamFrameName, StreamState } from "../../src/http2/stream-states";
import { connectionErrorOf } from "../support/frames";

const FRAMES: readonly StreamFrameName[] = ["HEADERS", "DATA", "RST_STREAM", "WINDOW_UPDATE"];

/** For HEADERS, DATA, RST_STREAM, WINDOW_UPDATE. */
const VERDICTS: [state: StreamState, ...verdicts: string[]][] = [
  ["idle", "welcome", "PROTOCOL_ERROR", "PROTOCOL_ERROR", "PROTOCOL_ERROR"],
  ["open", "welcome", "welcome", "welcome", "welcome"],
  ["localEnded", "welcome", "welcome", "welcome", "ignored"],
  ["remoteEnded", "STREAM_CLOSED", "STREAM_CLOSED", "welcome", "welcome"],
  ["ended", "STREAM_CLOSED", "STREAM_CLOSED", "ignored", "ignored"],
  ["resetByPeer", "STREAM_CLOSED", "STREAM_CLOSED", "ignored", "ignored"],
  ["resetByUs", "ignored", "ignored", "ignored", "ignored"],
  ["skipped", "PROTOCOL_ERROR", "STREAM_CLOSED", "ignored", "ignored"],
];

test.each(VERDICTS)("a stream that is %s", (state, ...verdicts) => {
  const found = FRAMES.map((frame) => {
    const accepted: boolean[] = [];
    const refusal = connectionErrorOf(() => accepted.push(isWelcome(state, frame)));
    if (accepted.length === 0) return refusal.split(":")[0];
    return accepted[0] === true ? "welcome" : "ignored";
  });
  expect(found).toEqual(verdicts);
});

test("both sides end, in whichever order", () => {
  expect(AFTER_END_SENT[AFTER_END_RECEIVED.open]).toBe("ended");
  expect(AFTER_END_RECEIVED[AFTER_END_SENT.open]).toBe("ended");
});

describe("PastStreams", () => {
  test("knows the streams that were opened, reset, left out, and those to come", () => {
    const past = new PastStreams(10);
    past.opened(1);
    past.opened(7);
    past.reset(1, "resetByUs");
    expect([1, 3, 5, 7, 9].map((id) => past.stateOf(id))).toEqual([
      "resetByUs",
      "skipped",
      "skipped",
      "ended",
      "idle",
    ]);
    past.reset(7, "resetByPeer");
    expect(past.stateOf(7)).toBe("resetByPeer");
    expect(past.lastStreamId).toBe(7);
  });

  test("refuses streams of a server (section 5.1.1)", () => {
    expect(connectionErrorOf(() => new PastStreams(10).stateOf(2))).toMatch("PROTOCOL_ERROR: ");
  });

  test("forgets the oldest resets, and has no end of memory", () => {
    const past = new PastStreams(2);
    for (const streamId of [1, 3, 5]) {
      past.opened(streamId);
      past.reset(streamId, "resetByUs");
    }
    expect([1, 3, 5].map((id) => past.stateOf(id))).toEqual(["ended", "resetByUs", "resetByUs"]);
  });

  test("no stream is idle again, whatever is opened", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }), (numbers) => {
        const past = new PastStreams(100);
        const opened = numbers.sort((a, b) => a - b).map((number) => number * 2 + 1);
        for (const streamId of opened) past.opened(streamId);
        for (let streamId = 1; streamId < 130; streamId += 2) {
          const isIdle = past.stateOf(streamId) === "idle";
          expect(isIdle).toBe(streamId > past.lastStreamId);
          if (opened.includes(streamId)) expect(past.stateOf(streamId)).toBe("ended");
        }
      }),
    );
  });
});
