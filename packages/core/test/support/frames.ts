/** Frames as octets, well formed or not, and as values: what a client says, and what a server makes of it. */
import { H2ConnectionError } from "../../src/errors";
import { errorCodeName } from "../../src/http2/wire/error-code";
import type { ErrorCode } from "../../src/http2/wire/error-code";
import { Flag, FrameType } from "../../src/http2/wire/frame";
import type { Frame } from "../../src/http2/wire/frame";
import { FrameDecoder } from "../../src/http2/wire/frame-decoder";
import type { FrameLimits } from "../../src/http2/wire/frame-decoder";
import { everySplit } from "./every-split";

/** A frame of any kind. @param length what the header says, if that is not the truth */
export function frame(
  type: number,
  flags: number,
  streamId: number,
  payload: Uint8Array | string = "",
  length = payload.length,
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, Buffer.from(payload as string, "latin1")]);
}

/** Four octets. */
export function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}

/** The five octets of a priority (RFC 7540 section 5.3). */
export const dependsOn = (streamId: number): Buffer => Buffer.concat([uint32(streamId), Buffer.from([15])]);

/** `payload` behind the length of its padding, and before that padding. */
export const padded = (payload: Uint8Array | string, padding: number): Buffer =>
  Buffer.concat([Buffer.from([padding]), Buffer.from(payload as string, "latin1"), Buffer.alloc(padding)]);

export const SETTINGS = frame(FrameType.SETTINGS, 0, 0);
export const SETTINGS_ACK = frame(FrameType.SETTINGS, Flag.ACK, 0);

export const FRAME_LIMITS: FrameLimits = {
  maxFrameOctets: 16_384,
  maxFieldBlockOctets: 65_536,
  maxContinuationFrames: 8,
};

/** A frame in words; DATA is told by what `joined` makes of its pieces. */
type Told = Record<string, unknown>;

function told(received: Frame): Told {
  if (received.type === FrameType.DATA) return { ...received, data: received.data.toString("latin1") };
  if (received.type === FrameType.PING) return { ...received, opaque: received.opaque.toString("latin1") };
  if (received.type !== FrameType.HEADERS) return { ...received };
  const { octets, from, end, ...rest } = received;
  return { ...rest, block: octets.toString("latin1", from, end) };
}

/** Pieces of DATA put together, as far as they belong to one frame or stream: where they were cut means nothing. */
function joined(frames: Told[]): Told[] {
  const all: Told[] = [];
  for (const one of frames) {
    const last = all.at(-1);
    const goesOn =
      last?.["type"] === FrameType.DATA && last["streamId"] === one["streamId"] && last["isEnd"] === false;
    if (one["type"] !== FrameType.DATA || !goesOn) all.push(one);
    else {
      last["data"] = `${String(last["data"])}${String(one["data"])}`;
      last["flowOctets"] = Number(last["flowOctets"]) + Number(one["flowOctets"]);
      last["isEnd"] = one["isEnd"];
    }
  }
  return all;
}

/** All frames in the slices, DATA joined. SETTINGS, which must come first, are put before them. */
export function readFrames(slices: readonly Buffer[], limits = FRAME_LIMITS): Told[] {
  const decoder = new FrameDecoder(limits);
  decoder.feed(SETTINGS, 0);
  const frames: Told[] = [];
  for (const slice of slices) {
    let at = 0;
    for (let one; (one = decoder.feed(slice, at)) !== undefined; at = decoder.position)
      frames.push(told(one));
    expect(decoder.position).toBe(slice.length);
  }
  return joined(frames);
}

/** The frames in `octets`, in whichever way they are cut. */
export function readEverySplit(octets: Buffer, limits = FRAME_LIMITS): Told[] {
  const whole = readFrames([octets], limits);
  for (const slices of everySplit(octets)) expect(readFrames(slices, limits)).toEqual(whole);
  return whole;
}

/** What `act` throws, in words: `PROTOCOL_ERROR: a stream depends on itself`. */
export function connectionErrorOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof H2ConnectionError) return `${errorCodeName(error.errorCode)}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

/** The octets end a connection with that error, in whichever way they are cut. */
export function wantConnectionError(
  octets: Buffer,
  code: keyof typeof ErrorCode,
  message = /./,
  limits = FRAME_LIMITS,
): void {
  for (const slices of everySplit(octets)) {
    const refusal = connectionErrorOf(() => readFrames(slices, limits));
    expect(refusal).toMatch(new RegExp(`^${code}: `));
    expect(refusal).toMatch(message);
  }
}
