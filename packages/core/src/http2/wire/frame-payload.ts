/**
 * Payloads of the frames that are neither DATA nor part of a field block, as values (RFC 9113 section 6, RFC 9218
 * section 7.1). Their lengths were checked with their headers.
 */
import { H2ConnectionError } from "../../errors";
import { ErrorCode } from "./error-code";
import { checkDependency } from "./field-block";
import { Flag, FrameType } from "./frame";
import type { Frame } from "./frame";
import { readUint16, readUint31, readUint32 } from "./uint";

export type ControlFrameType = Exclude<
  FrameType,
  | typeof FrameType.DATA
  | typeof FrameType.HEADERS
  | typeof FrameType.CONTINUATION
  | typeof FrameType.PUSH_PROMISE
  | typeof FrameType.UNKNOWN
>;

/** A client has some ten settings to set; every one of them is work for us. */
const MAX_SETTINGS_OCTETS = 32 * 6;

/** Reads octets[from..end). @throws H2ConnectionError */
export function readControlFrame(
  type: ControlFrameType,
  flags: number,
  streamId: number,
  octets: Buffer,
  from: number,
  end: number,
): Frame {
  switch (type) {
    case FrameType.PRIORITY:
      checkDependency(streamId, octets, from);
      return { type, streamId };
    case FrameType.RST_STREAM:
      return { type, streamId, errorCode: readUint32(octets, from) };
    case FrameType.SETTINGS:
      return { type, isAck: (flags & Flag.ACK) !== 0, entries: readSettings(octets, from, end) };
    case FrameType.PING:
      return { type, isAck: (flags & Flag.ACK) !== 0, opaque: octets.subarray(from, end) };
    case FrameType.GOAWAY:
      return { type, lastStreamId: readUint31(octets, from), errorCode: readUint32(octets, from + 4) };
    case FrameType.WINDOW_UPDATE:
      return { type, streamId, increment: readIncrement(octets, from) };
    case FrameType.PRIORITY_UPDATE:
      return {
        type,
        prioritizedStreamId: readPrioritizedStreamId(octets, from),
        value: octets.toString("latin1", from + 4, end),
      };
  }
}

function readSettings(octets: Buffer, from: number, end: number): number[] {
  if (end - from > MAX_SETTINGS_OCTETS) {
    throw new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "SETTINGS has too many entries");
  }
  const entries: number[] = [];
  for (let at = from; at < end; at += 6) entries.push(readUint16(octets, at), readUint32(octets, at + 2));
  return entries;
}

function readIncrement(octets: Buffer, at: number): number {
  const increment = readUint31(octets, at);
  if (increment > 0) return increment;
  throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE with an increment of 0");
}

function readPrioritizedStreamId(octets: Buffer, at: number): number {
  const streamId = readUint31(octets, at);
  if (streamId > 0) return streamId;
  throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "PRIORITY_UPDATE for the connection");
}
