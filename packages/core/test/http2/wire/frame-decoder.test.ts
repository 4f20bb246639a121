/** Frames of all types, in every split; limits; octets of any kind. */
import fc from "fast-check";
import { FrameDecoder } from "../../../src/http2/wire/frame-decoder";
import { Flag, FrameType } from "../../../src/http2/wire/frame";
import {
  connectionErrorOf,
  dependsOn,
  frame,
  FRAME_LIMITS,
  padded,
  readEverySplit,
  readFrames,
  SETTINGS,
  SETTINGS_ACK,
  uint32,
  wantConnectionError,
} from "../../support/frames";

const { DATA, HEADERS, PRIORITY, RST_STREAM, PING, GOAWAY, WINDOW_UPDATE } = FrameType;
const { CONTINUATION, PRIORITY_UPDATE, UNKNOWN } = FrameType;
const { END_STREAM, END_HEADERS, PADDED } = Flag;
const concat = (...octets: Buffer[]): Buffer => Buffer.concat(octets);

type Row = [what: string, octets: Buffer, frames: Record<string, unknown>];

const FRAMES: Row[] = [
  ["DATA", frame(DATA, 0, 1, "abc"), { type: DATA, streamId: 1, data: "abc", flowOctets: 3, isEnd: false }],
  [
    "the last DATA",
    frame(DATA, END_STREAM, 1, "abc"),
    { type: DATA, data: "abc", flowOctets: 3, isEnd: true },
  ],
  ["empty DATA", frame(DATA, 0, 1), { type: DATA, data: "", flowOctets: 0, isEnd: false }],
  ["empty DATA at the end", frame(DATA, END_STREAM, 1), { type: DATA, data: "", isEnd: true }],
  [
    "padded DATA, padding counted for the window",
    frame(DATA, END_STREAM | PADDED, 1, padded("abc", 4)),
    { type: DATA, data: "abc", flowOctets: 8, isEnd: true },
  ],
  [
    "DATA of nothing but padding",
    frame(DATA, PADDED, 1, padded("", 4)),
    { type: DATA, data: "", flowOctets: 5, isEnd: false },
  ],
  [
    "padding of no octets",
    frame(DATA, PADDED, 1, padded("abc", 0)),
    { type: DATA, data: "abc", flowOctets: 4 },
  ],
  [
    "HEADERS",
    frame(HEADERS, END_HEADERS, 3, "block"),
    { type: HEADERS, streamId: 3, block: "block", isEnd: false },
  ],
  [
    "HEADERS that end their stream",
    frame(HEADERS, END_HEADERS | END_STREAM, 3, "block"),
    { type: HEADERS, block: "block", isEnd: true },
  ],
  ["an empty field block", frame(HEADERS, END_HEADERS, 3), { type: HEADERS, block: "" }],
  [
    "padded HEADERS with a priority",
    frame(
      HEADERS,
      END_HEADERS | PADDED | Flag.PRIORITY,
      3,
      padded(concat(dependsOn(0), Buffer.from("block")), 9),
    ),
    { type: HEADERS, block: "block" },
  ],
  [
    "HEADERS in fragments, empty ones too",
    concat(
      frame(HEADERS, END_STREAM, 3, "fi"),
      frame(CONTINUATION, 0, 3, "eld"),
      frame(CONTINUATION, 0, 3),
      frame(CONTINUATION, END_HEADERS, 3, "s"),
    ),
    { type: HEADERS, streamId: 3, block: "fields", isEnd: true },
  ],
  ["PRIORITY", frame(PRIORITY, 0, 5, dependsOn(3)), { type: PRIORITY, streamId: 5 }],
  ["RST_STREAM", frame(RST_STREAM, 0, 1, uint32(8)), { type: RST_STREAM, streamId: 1, errorCode: 8 }],
  [
    "an error code that nobody knows",
    frame(RST_STREAM, 0, 1, uint32(0xffff_fffe)),
    { type: RST_STREAM, errorCode: 0xffff_fffe },
  ],
  [
    "SETTINGS, unknown ones too",
    frame(FrameType.SETTINGS, 0, 0, Buffer.from("000400000100beef80000001", "hex")),
    { type: FrameType.SETTINGS, isAck: false, entries: [4, 256, 0xbeef, 0x8000_0001] },
  ],
  ["an acknowledgement of SETTINGS", SETTINGS_ACK, { type: FrameType.SETTINGS, isAck: true, entries: [] }],
  ["PING", frame(PING, 0, 0, "12345678"), { type: PING, isAck: false, opaque: "12345678" }],
  ["an answer to PING", frame(PING, Flag.ACK, 0, "12345678"), { type: PING, isAck: true }],
  [
    "GOAWAY with a message",
    frame(GOAWAY, 0, 0, concat(uint32(7), uint32(2), Buffer.from("bye"))),
    { type: GOAWAY, lastStreamId: 7, errorCode: 2 },
  ],
  [
    "WINDOW_UPDATE",
    frame(WINDOW_UPDATE, 0, 1, uint32(9)),
    { type: WINDOW_UPDATE, streamId: 1, increment: 9 },
  ],
  [
    "WINDOW_UPDATE for the connection",
    frame(WINDOW_UPDATE, 0, 0, uint32(0x7fff_ffff)),
    { type: WINDOW_UPDATE, streamId: 0, increment: 0x7fff_ffff },
  ],
  [
    "PRIORITY_UPDATE",
    frame(PRIORITY_UPDATE, 0, 0, concat(uint32(7), Buffer.from("u=1, i"))),
    { type: PRIORITY_UPDATE, prioritizedStreamId: 7, value: "u=1, i" },
  ],
  ["a type that nobody knows (section 5.5)", frame(0xee, 0xff, 1, "abc"), { type: UNKNOWN, streamId: 1 }],
  ["an empty frame of such a type", frame(0xee, 0xff, 0), { type: UNKNOWN, streamId: 0 }],
  [
    "flags that mean nothing there, and reserved bits",
    frame(WINDOW_UPDATE, 0xff, 0x8000_0001, uint32(0x8000_0009)),
    { type: WINDOW_UPDATE, streamId: 1, increment: 9 },
  ],
];

describe("FrameDecoder", () => {
  test.each(FRAMES)("reads %s", (_, octets, wanted) => {
    expect(readEverySplit(octets)).toEqual([expect.objectContaining(wanted)]);
  });

  test.each(FRAMES)("reads %s, and what follows", (_, octets, wanted) => {
    const ping = frame(PING, 0, 0, "12345678");
    expect(readEverySplit(concat(octets, ping))).toEqual([
      expect.objectContaining(wanted),
      expect.objectContaining({ type: PING }),
    ]);
  });

  test("hands DATA on as it comes, and as a view", () => {
    const decoder = new FrameDecoder(FRAME_LIMITS);
    decoder.feed(SETTINGS, 0);
    const start = frame(DATA, END_STREAM, 1, "abc", 8);
    const first = decoder.feed(start, 0);
    expect(first).toMatchObject({ flowOctets: 3, isEnd: false });
    expect((first as { data: Buffer }).data.buffer).toBe(start.buffer);
    const rest = Buffer.from("defgh");
    expect(decoder.feed(rest, 0)).toMatchObject({ data: rest, flowOctets: 5, isEnd: true });
  });

  test("passes a read that is all data on as it is", () => {
    const decoder = new FrameDecoder(FRAME_LIMITS);
    decoder.feed(SETTINGS, 0);
    decoder.feed(frame(DATA, 0, 1, "", 8), 0);
    const read = Buffer.from("abc");
    expect((decoder.feed(read, 0) as { data: Buffer }).data).toBe(read);
  });

  describe("within limits", () => {
    const limits = { maxFrameOctets: 20_000, maxFieldBlockOctets: 10, maxContinuationFrames: 2 };

    test("takes a frame of the greatest length, and no longer one", () => {
      expect(readFrames([frame(DATA, 0, 1, Buffer.alloc(20_000))], limits)).toMatchObject([
        { flowOctets: 20_000 },
      ]);
      const longer = frame(DATA, 0, 1, "", 20_001);
      expect(connectionErrorOf(() => readFrames([longer], limits))).toMatch(/^FRAME_SIZE_ERROR/);
    });

    test("takes a field block of the greatest length, and no longer one", () => {
      const block = (...parts: number[]): Buffer =>
        concat(
          ...parts.map((length, i) =>
            frame(
              i === 0 ? HEADERS : CONTINUATION,
              i === parts.length - 1 ? END_HEADERS : 0,
              1,
              "x".repeat(length),
            ),
          ),
        );
      expect(readEverySplit(block(10), limits)).toHaveLength(1);
      expect(readEverySplit(block(5, 2, 3), limits)).toHaveLength(1);
      wantConnectionError(block(11), "ENHANCE_YOUR_CALM", /10 octets/, limits);
      wantConnectionError(block(5, 6), "ENHANCE_YOUR_CALM", /10 octets/, limits);
      wantConnectionError(block(1, 1, 1, 1), "ENHANCE_YOUR_CALM", /too many frames/, limits);
    });

    test("takes 32 settings in a frame, and no more", () => {
      const settings = (count: number): Buffer => frame(FrameType.SETTINGS, 0, 0, Buffer.alloc(count * 6));
      expect(readFrames([settings(32)])).toMatchObject([{ entries: { length: 64 } }]);
      expect(connectionErrorOf(() => readFrames([settings(33)]))).toMatch(/^ENHANCE_YOUR_CALM/);
    });
  });

  describe("for all input", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const anyFrame = fc
      .tuple(
        fc.constantFrom(0, 1, 2, 3, 4, 6, 7, 8, 9, 16, 99),
        octet,
        fc.constantFrom(0, 1, 3),
        fc.uint8Array(),
      )
      .map(([type, flags, streamId, payload]) => frame(type, flags, streamId, payload));

    test("it makes frames or ends the connection, however it is sliced", () => {
      fc.assert(
        fc.property(fc.array(anyFrame, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (frames, size) => {
          const whole = Buffer.concat(frames);
          const slices: Buffer[] = [];
          for (let i = 0; i < whole.length; i += size) slices.push(whole.subarray(i, i + size));
          const outcome = (parts: Buffer[]): unknown => {
            let result: unknown;
            const refusal = connectionErrorOf(() => (result = readFrames(parts)));
            return refusal === "accepted" ? result : refusal;
          };
          expect(outcome(slices)).toEqual(outcome([whole]));
        }),
        { numRuns: 2_000 },
      );
    });

    test("random octets make frames, or end the connection, or ask for more", () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 100 }), (random) => {
          expect(connectionErrorOf(() => readFrames([Buffer.from(random)]))).toMatch(/^[A-Z_]+: |accepted/);
        }),
      );
    });
  });
});
