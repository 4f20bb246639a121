/** What a server sends, read back by the decoder of the other side. */
import { Flag, FrameType } from "../../../src/http2/wire/frame";
import { FrameEncoder } from "../../../src/http2/wire/frame-encoder";
import { OctetWriter } from "../../../src/http2/wire/octet-writer";
import { frame, FRAME_LIMITS, readFrames, uint32 } from "../../support/frames";

/** Everything that `write` wrote. */
function written(write: (frames: FrameEncoder, out: OctetWriter) => void): Buffer {
  const out = new OctetWriter();
  write(new FrameEncoder(out), out);
  return out.take();
}

const SENT: [what: string, write: (frames: FrameEncoder) => void, octets: Buffer][] = [
  ["DATA", (to) => to.data(1, Buffer.from("abc"), false), frame(FrameType.DATA, 0, 1, "abc")],
  [
    "the last DATA",
    (to) => to.data(1, Buffer.from("abc"), true),
    frame(FrameType.DATA, Flag.END_STREAM, 1, "abc"),
  ],
  [
    "DATA of text",
    (to) => to.dataLatin1(0x7fff_ffff, "\xe4b", true),
    frame(FrameType.DATA, 1, 0x7fff_ffff, "\xe4b"),
  ],
  [
    "long text",
    (to) => to.dataLatin1(1, "\xe4".repeat(99), true),
    frame(FrameType.DATA, 1, 1, "\xe4".repeat(99)),
  ],
  ["a DATA header", (to) => to.dataHeader(3, 70_000, false), frame(FrameType.DATA, 0, 3, "", 70_000)],
  ["RST_STREAM", (to) => to.rstStream(5, 8), frame(FrameType.RST_STREAM, 0, 5, uint32(8))],
  [
    "SETTINGS",
    (to) => to.settings([3, 100, 0xffff, 0xffff_ffff]),
    frame(FrameType.SETTINGS, 0, 0, Buffer.from("000300000064ffffffffffff", "hex")),
  ],
  ["an acknowledgement", (to) => to.settingsAck(), frame(FrameType.SETTINGS, Flag.ACK, 0)],
  ["PING", (to) => to.ping(Buffer.from("12345678"), false), frame(FrameType.PING, 0, 0, "12345678")],
  [
    "an answer to PING",
    (to) => to.ping(Buffer.from("12345678"), true),
    frame(FrameType.PING, 1, 0, "12345678"),
  ],
  [
    "GOAWAY",
    (to) => to.goAway(2 ** 31 - 1, 11, "calm"),
    frame(FrameType.GOAWAY, 0, 0, Buffer.concat([uint32(2 ** 31 - 1), uint32(11), Buffer.from("calm")])),
  ],
  ["WINDOW_UPDATE", (to) => to.windowUpdate(0, 65_535), frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(65_535))],
];

describe("FrameEncoder", () => {
  test.each(SENT)("writes %s", (_, write, octets) => {
    expect(written(write)).toEqual(octets);
  });

  test("writes frames one behind the other, however many", () => {
    const all = written((frames) => {
      for (let i = 0; i < 1_000; i++) frames.dataLatin1(1, "abc", false);
    });
    expect(all).toEqual(Buffer.concat(Array<Buffer>(1_000).fill(frame(FrameType.DATA, 0, 1, "abc"))));
  });

  test("writes a field block in place", () => {
    const octets = written((frames, out) => {
      frames.beginFieldBlock();
      out.writeLatin1("block");
      frames.endFieldBlock(7, true);
      frames.dataLatin1(7, "abc", true);
    });
    expect(octets).toEqual(
      Buffer.concat([frame(FrameType.HEADERS, 5, 7, "block"), frame(FrameType.DATA, 1, 7, "abc")]),
    );
  });

  test("cuts a field block that one frame can't hold", () => {
    const block = "0123456789".repeat(4_000);
    const octets = written((frames, out) => {
      frames.settingsAck();
      frames.beginFieldBlock();
      out.writeLatin1(block);
      frames.endFieldBlock(7, true);
    });
    expect(octets).toHaveLength(block.length + 4 * 9);
    expect(readFrames([octets], FRAME_LIMITS)).toMatchObject([
      { type: FrameType.SETTINGS },
      { type: FrameType.HEADERS, streamId: 7, block, isEnd: true },
    ]);
  });

  test("cuts at the length that the peer takes", () => {
    const octets = written((frames, out) => {
      frames.maxFrameOctets = 20_000;
      frames.beginFieldBlock();
      out.writeLatin1("x".repeat(20_001));
      frames.endFieldBlock(7, false);
    });
    expect(octets.subarray(0, 5)).toEqual(Buffer.from([0, 78, 32, FrameType.HEADERS, 0]));
    expect(octets.subarray(20_009)).toEqual(frame(FrameType.CONTINUATION, Flag.END_HEADERS, 7, "x"));
  });

  test("takes a field block back", () => {
    const octets = written((frames, out) => {
      frames.settingsAck();
      frames.beginFieldBlock();
      out.writeLatin1("block");
      frames.dropFieldBlock();
    });
    expect(octets).toEqual(frame(FrameType.SETTINGS, Flag.ACK, 0));
  });
});

test("OctetWriter holds nothing once everything is taken", () => {
  const out = new OctetWriter();
  out.write(Buffer.alloc(5_000, 1));
  expect(out.take()).toEqual(Buffer.alloc(5_000, 1));
  expect(out.take()).toHaveLength(0);
  expect(out.octets).toHaveLength(0);
});
