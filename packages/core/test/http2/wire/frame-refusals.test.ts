/** Frames that are refused, with the section that asks for it (RFC 9113). */
import { FrameDecoder } from "../../../src/http2/wire/frame-decoder";
import { Flag, FrameType } from "../../../src/http2/wire/frame";
import type { ErrorCode } from "../../../src/http2/wire/error-code";
import {
  connectionErrorOf,
  dependsOn,
  frame,
  FRAME_LIMITS,
  readFrames,
  SETTINGS_ACK,
  uint32,
  wantConnectionError,
} from "../../support/frames";

const { DATA, HEADERS, PRIORITY, RST_STREAM, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE } = FrameType;
const { CONTINUATION, PRIORITY_UPDATE } = FrameType;
const { END_HEADERS, PADDED } = Flag;
const concat = (...octets: Buffer[]): Buffer => Buffer.concat(octets);

type Refused = [what: string, octets: Buffer, code: keyof typeof ErrorCode, message?: RegExp];

const REFUSED: Refused[] = [
  ["a frame longer than we allow (section 4.2)", frame(DATA, 0, 1, "", 16_385), "FRAME_SIZE_ERROR"],
  ["DATA on the connection (section 6.1)", frame(DATA, 0, 0, "a"), "PROTOCOL_ERROR", /belongs on a stream/],
  [
    "padding as long as its frame (section 6.1)",
    frame(DATA, PADDED, 1, "\x04abc"),
    "PROTOCOL_ERROR",
    /padding/,
  ],
  ["padded DATA without a padding length (section 6.1)", frame(DATA, PADDED, 1), "FRAME_SIZE_ERROR"],
  ["HEADERS on the connection (section 6.2)", frame(HEADERS, END_HEADERS, 0, "a"), "PROTOCOL_ERROR"],
  [
    "too much padding behind a field block (section 6.2)",
    frame(HEADERS, END_HEADERS | PADDED, 1, "\x04abc"),
    "PROTOCOL_ERROR",
    /padding/,
  ],
  [
    "HEADERS too short for their priority (section 6.2)",
    frame(HEADERS, END_HEADERS | Flag.PRIORITY, 1, "abcd"),
    "FRAME_SIZE_ERROR",
  ],
  [
    "HEADERS whose stream depends on itself (RFC 7540 section 5.3.1)",
    frame(HEADERS, END_HEADERS | Flag.PRIORITY, 3, dependsOn(3)),
    "PROTOCOL_ERROR",
    /depends on itself/,
  ],
  ["PRIORITY on the connection (section 6.3)", frame(PRIORITY, 0, 0, dependsOn(1)), "PROTOCOL_ERROR"],
  ["PRIORITY of four octets (section 6.3)", frame(PRIORITY, 0, 1, uint32(3)), "FRAME_SIZE_ERROR"],
  [
    "a stream that depends on itself (RFC 7540 section 5.3.1)",
    frame(PRIORITY, 0, 3, dependsOn(3)),
    "PROTOCOL_ERROR",
  ],
  ["RST_STREAM on the connection (section 6.4)", frame(RST_STREAM, 0, 0, uint32(8)), "PROTOCOL_ERROR"],
  ["RST_STREAM of three octets (section 6.4)", frame(RST_STREAM, 0, 1, "abc"), "FRAME_SIZE_ERROR"],
  ["SETTINGS on a stream (section 6.5)", frame(FrameType.SETTINGS, 0, 1), "PROTOCOL_ERROR"],
  ["half an entry of SETTINGS (section 6.5)", frame(FrameType.SETTINGS, 0, 0, "abc"), "FRAME_SIZE_ERROR"],
  [
    "an acknowledgement with entries (section 6.5)",
    frame(FrameType.SETTINGS, 1, 0, "abcdef"),
    "FRAME_SIZE_ERROR",
  ],
  ["PUSH_PROMISE of a client (section 8.4)", frame(PUSH_PROMISE, 4, 1, uint32(2)), "PROTOCOL_ERROR", /push/],
  ["PING on a stream (section 6.7)", frame(PING, 0, 1, "12345678"), "PROTOCOL_ERROR"],
  ["PING of seven octets (section 6.7)", frame(PING, 0, 0, "1234567"), "FRAME_SIZE_ERROR"],
  ["GOAWAY on a stream (section 6.8)", frame(GOAWAY, 0, 1, "12345678"), "PROTOCOL_ERROR"],
  ["GOAWAY of four octets (section 6.8)", frame(GOAWAY, 0, 0, "1234"), "FRAME_SIZE_ERROR"],
  ["WINDOW_UPDATE of 0 (section 6.9)", frame(WINDOW_UPDATE, 0, 1, uint32(0)), "PROTOCOL_ERROR"],
  [
    "WINDOW_UPDATE of 0 for the connection (section 6.9)",
    frame(WINDOW_UPDATE, 0, 0, uint32(0)),
    "PROTOCOL_ERROR",
  ],
  ["WINDOW_UPDATE of three octets (section 6.9)", frame(WINDOW_UPDATE, 0, 0, "abc"), "FRAME_SIZE_ERROR"],
  ["CONTINUATION of nothing (section 6.10)", frame(CONTINUATION, END_HEADERS, 1, "a"), "PROTOCOL_ERROR"],
  ["CONTINUATION on the connection (section 6.10)", frame(CONTINUATION, END_HEADERS, 0), "PROTOCOL_ERROR"],
  [
    "CONTINUATION behind a field block that has ended (section 6.10)",
    concat(frame(HEADERS, END_HEADERS, 1, "a"), frame(CONTINUATION, END_HEADERS, 1, "a")),
    "PROTOCOL_ERROR",
  ],
  [
    "another frame in the middle of a field block (section 4.3)",
    concat(frame(HEADERS, 0, 1, "a"), frame(DATA, 0, 1, "a")),
    "PROTOCOL_ERROR",
    /CONTINUATION/,
  ],
  [
    "an unknown frame in the middle of a field block (section 5.5)",
    concat(frame(HEADERS, 0, 1, "a"), frame(0xee, 0, 1)),
    "PROTOCOL_ERROR",
  ],
  [
    "CONTINUATION on another stream (section 6.10)",
    concat(frame(HEADERS, 0, 1, "a"), frame(CONTINUATION, END_HEADERS, 3)),
    "PROTOCOL_ERROR",
  ],
  [
    "PRIORITY_UPDATE on a stream (RFC 9218 section 7.1)",
    frame(PRIORITY_UPDATE, 0, 1, uint32(3)),
    "PROTOCOL_ERROR",
  ],
  [
    "PRIORITY_UPDATE for stream 0 (RFC 9218 section 7.1)",
    frame(PRIORITY_UPDATE, 0, 0, uint32(0)),
    "PROTOCOL_ERROR",
  ],
  [
    "PRIORITY_UPDATE of three octets (RFC 9218 section 7.1)",
    frame(PRIORITY_UPDATE, 0, 0, "abc"),
    "FRAME_SIZE_ERROR",
  ],
];

describe("FrameDecoder", () => {
  test.each(REFUSED)("refuses %s", (...[, octets, code, message]) => {
    wantConnectionError(octets, code, message);
  });

  test.each([
    ["a first frame that is not SETTINGS (section 3.4)", frame(PING, 0, 0, "12345678")],
    ["an acknowledgement before SETTINGS (section 3.4)", SETTINGS_ACK],
  ])("refuses %s", (_, octets) => {
    expect(connectionErrorOf(() => new FrameDecoder(FRAME_LIMITS).feed(octets, 0))).toMatch(
      /^PROTOCOL_ERROR/,
    );
  });

  test("refuses a frame before its payload comes", () => {
    const header = frame(RST_STREAM, 0, 1, "", 5);
    expect(connectionErrorOf(() => readFrames([header]))).toMatch(/^FRAME_SIZE_ERROR/);
  });
});
