/**
 * What can be said against a frame by its header alone: its place and its length (RFC 9113 section 6, RFC 9218
 * section 7.1). Looked at before a payload is waited for.
 */
import { H2ConnectionError } from "../../errors";
import { ErrorCode } from "./error-code";
import { Flag, FrameType } from "./frame";

interface Layout {
  readonly name: string;
  /** Where it may be sent; stream 0 is the connection. */
  readonly on: "stream" | "connection" | "either";
  readonly minOctets: number;
  readonly maxOctets: number;
}

const LAYOUTS: Readonly<Record<number, Layout | undefined>> = {
  [FrameType.DATA]: { name: "DATA", on: "stream", minOctets: 0, maxOctets: Infinity },
  [FrameType.HEADERS]: { name: "HEADERS", on: "stream", minOctets: 0, maxOctets: Infinity },
  [FrameType.PRIORITY]: { name: "PRIORITY", on: "stream", minOctets: 5, maxOctets: 5 },
  [FrameType.RST_STREAM]: { name: "RST_STREAM", on: "stream", minOctets: 4, maxOctets: 4 },
  [FrameType.SETTINGS]: { name: "SETTINGS", on: "connection", minOctets: 0, maxOctets: Infinity },
  [FrameType.PING]: { name: "PING", on: "connection", minOctets: 8, maxOctets: 8 },
  [FrameType.GOAWAY]: { name: "GOAWAY", on: "connection", minOctets: 8, maxOctets: Infinity },
  [FrameType.WINDOW_UPDATE]: { name: "WINDOW_UPDATE", on: "either", minOctets: 4, maxOctets: 4 },
  [FrameType.CONTINUATION]: { name: "CONTINUATION", on: "stream", minOctets: 0, maxOctets: Infinity },
  [FrameType.PRIORITY_UPDATE]: {
    name: "PRIORITY_UPDATE",
    on: "connection",
    minOctets: 4,
    maxOctets: Infinity,
  },
};

const SETTINGS_ENTRY_OCTETS = 6;
const PRIORITY_OCTETS = 5;

/** Whether a frame of that type has a layout; others are ignored (RFC 9113 section 5.5). */
export function isKnownType(type: number): boolean {
  return LAYOUTS[type] !== undefined;
}

/** @throws H2ConnectionError */
export function checkLayout(type: number, flags: number, streamId: number, length: number): void {
  const layout = LAYOUTS[type];
  if (layout === undefined) {
    if (type !== FrameType.PUSH_PROMISE) return;
    throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "only a server may push (RFC 9113 section 8.4)");
  }
  const { name, on, minOctets, maxOctets } = layout;
  if (on !== "either" && (on === "stream") !== streamId > 0) {
    throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, `${name} belongs on a ${on}, not on ${streamId}`);
  }
  if (length < minOctets || length > maxOctets || !hasRoom(type, flags, length)) {
    throw new H2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, `${name} can't have ${length} octets`);
  }
}

/** Whether a frame whose length varies is long enough for what its flags say, and of whole entries. */
function hasRoom(type: number, flags: number, length: number): boolean {
  switch (type) {
    case FrameType.SETTINGS:
      return (flags & Flag.ACK) === 0 ? length % SETTINGS_ENTRY_OCTETS === 0 : length === 0;
    case FrameType.DATA:
      return (flags & Flag.PADDED) === 0 || length > 0;
    case FrameType.HEADERS:
      return (
        length >=
        ((flags & Flag.PADDED) === 0 ? 0 : 1) + ((flags & Flag.PRIORITY) === 0 ? 0 : PRIORITY_OCTETS)
      );
    default:
      return true;
  }
}
