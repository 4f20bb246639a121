/** Frames that cost us and not the peer: each flood is cut, and what honest peers do is not. Limits: options.ts, http2. */
import { AbuseLimits } from "../../src/http2/abuse-limits";
import { DEFAULT_OPTIONS } from "../../src/options";
import { Flag, FrameType } from "../../src/http2/wire/frame";
import { FrameDecoder } from "../../src/http2/wire/frame-decoder";
import { RequestFields } from "../../src/http2/wire/field-section";
import { HpackDecoder } from "../../src/http2/wire/hpack-decoder";
import { literal } from "../support/field-blocks";
import { connectionErrorOf, frame, FRAME_LIMITS, readFrames, SETTINGS } from "../support/frames";

const { http2 } = DEFAULT_OPTIONS;

/** How often `act` can be done before the connection ends. */
function timesUntilCalm(act: (count: number) => void, atMost: number): number {
  for (let count = 1; count <= atMost; count++) {
    const refusal = connectionErrorOf(() => act(count));
    if (refusal === "accepted") continue;
    expect(refusal).toMatch(/^ENHANCE_YOUR_CALM: /);
    return count;
  }
  return Infinity;
}

describe("rapid reset (CVE-2023-44487), and resets that we are made to send (CVE-2025-8671)", () => {
  test("at once", () => {
    const limits = new AbuseLimits(http2, 0);
    expect(timesUntilCalm(() => limits.streamReset(0), 10_000)).toBe(http2.resetBurst + 1);
  });

  test("for long", () => {
    const limits = new AbuseLimits(http2, 0);
    const perSecond = 100;
    expect(timesUntilCalm((count) => limits.streamReset((count * 1_000) / perSecond), 10_000)).toBeLessThan(
      300,
    );
  });

  test("a user who clicks away ten times a second is no attack", () => {
    const limits = new AbuseLimits(http2, 0);
    expect(timesUntilCalm((count) => limits.streamReset(count * 100), 10_000)).toBe(Infinity);
  });
});

describe("frames that carry nothing (CVE-2019-9512, CVE-2019-9515, CVE-2019-9518)", () => {
  test("at once", () => {
    const limits = new AbuseLimits(http2, 0);
    expect(timesUntilCalm(() => limits.overheadReceived(0), 10_000)).toBe(http2.overheadBurst + 1);
  });

  test("windows that are opened octet by octet", () => {
    const limits = new AbuseLimits(http2, 0);
    const drip = (): void => {
      limits.overheadReceived(0);
      limits.contentMoved(1);
    };
    expect(timesUntilCalm(drip, 10_000)).toBeLessThan(1_100);
  });

  test("two WINDOW_UPDATEs for every 4 KiB of a fast download are no attack", () => {
    const limits = new AbuseLimits(http2, 0);
    const download = (): void => {
      limits.contentMoved(4_096);
      limits.overheadReceived(0);
      limits.overheadReceived(0);
    };
    expect(timesUntilCalm(download, 100_000)).toBe(Infinity);
  });

  test("replies that nobody takes", () => {
    const limits = new AbuseLimits(http2, 0);
    expect(timesUntilCalm(() => limits.replyQueued(), 10_000)).toBe(http2.maxQueuedReplies + 1);
    const read = new AbuseLimits(http2, 0);
    const answered = (): void => {
      read.replyQueued();
      read.repliesSent();
    };
    expect(timesUntilCalm(answered, 10_000)).toBe(Infinity);
  });
});

describe("CONTINUATION without end (CVE-2024-27316, CVE-2024-27983, CVE-2023-45288)", () => {
  const flood = (payload: string): ((count: number) => void) => {
    const decoder = new FrameDecoder({ ...FRAME_LIMITS, ...http2 });
    decoder.feed(SETTINGS, 0);
    decoder.feed(frame(FrameType.HEADERS, 0, 1, payload), 0);
    return () => decoder.feed(frame(FrameType.CONTINUATION, 0, 1, payload), 0);
  };

  test("empty", () => {
    expect(timesUntilCalm(flood(""), 10_000)).toBe(http2.maxContinuationFrames + 1);
  });

  test("full", () => {
    expect(timesUntilCalm(flood("x".repeat(16_384)), 10_000)).toBeLessThanOrEqual(4);
  });
});

test("SETTINGS with thousands of entries", () => {
  const flood = frame(FrameType.SETTINGS, 0, 0, Buffer.alloc(16_380));
  expect(timesUntilCalm(() => readFrames([flood]), 1)).toBe(1);
});

describe("HPACK bombs (CVE-2016-6581, CVE-2026-47774, CVE-2026-49975)", () => {
  const section = (): RequestFields => new RequestFields(DEFAULT_OPTIONS);
  /** A block that fits, and what comes of it. */
  const bomb = (block: Buffer) => (): void => {
    expect(block.length).toBeLessThanOrEqual(http2.maxFieldBlockOctets);
    new HpackDecoder(http2.headerTableOctets).decode(block, 0, block.length, section());
  };

  test("one octet for each of 16,384 fields", () => {
    const entry = literal("x", "v".repeat(100), 0x40);
    expect(timesUntilCalm(bomb(Buffer.concat([entry, Buffer.alloc(16_384, 0xbe)])), 1)).toBe(1);
  });

  test("fields without a value", () => {
    expect(timesUntilCalm(bomb(Buffer.alloc(30_000, 0x8f)), 1)).toBe(1);
  });

  test("a cookie in thousands of crumbs", () => {
    const entry = literal("cookie", "", 0x40);
    expect(timesUntilCalm(bomb(Buffer.concat([entry, Buffer.alloc(30_000, 0xbe)])), 1)).toBe(1);
  });

  test("a bomb is defused before it has gone off", () => {
    let seen = 0;
    const counting = section();
    const receiver = {
      fieldReceived(field: Parameters<RequestFields["fieldReceived"]>[0]) {
        seen++;
        counting.fieldReceived(field);
      },
    };
    const block = Buffer.alloc(60_000, 0x82);
    const refusal = connectionErrorOf(() => new HpackDecoder(4_096).decode(block, 0, block.length, receiver));
    expect(refusal).toMatch(/^ENHANCE_YOUR_CALM: /);
    expect(seen).toBe(4 * DEFAULT_OPTIONS.maxFieldCount + 1);
    expect(counting.fields).toHaveLength(0);
  });
});

test("frames of a type that nobody knows are skipped without being held", () => {
  const decoder = new FrameDecoder({ ...FRAME_LIMITS, ...http2 });
  decoder.feed(SETTINGS, 0);
  decoder.feed(frame(0xee, Flag.END_STREAM, 1, "", 16_384), 0);
  const piece = Buffer.alloc(1_024);
  for (let i = 0; i < 15; i++) expect(decoder.feed(piece, 0)).toBeUndefined();
  expect(decoder.feed(piece, 0)).toEqual({ type: FrameType.UNKNOWN, streamId: 1 });
});
