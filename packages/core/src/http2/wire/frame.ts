/**
 * Frames: what all of them have in common, and each as a value, padding and deprecated priorities taken off
 * (RFC 9113 sections 4.1 and 6, RFC 9218 section 7.1).
 *
 *     length 24 | type 8 | flags 8 | reserved 1, stream id 31 | payload
 */
export const FRAME_HEADER_OCTETS = 9;

/** Bounds of SETTINGS_MAX_FRAME_SIZE; the lower one is its initial value. */
export const MIN_FRAME_LIMIT = 2 ** 14;
export const MAX_FRAME_LIMIT = 2 ** 24 - 1;

export const FrameType = {
  DATA: 0x0,
  HEADERS: 0x1,
  PRIORITY: 0x2,
  RST_STREAM: 0x3,
  SETTINGS: 0x4,
  PUSH_PROMISE: 0x5,
  PING: 0x6,
  GOAWAY: 0x7,
  WINDOW_UPDATE: 0x8,
  CONTINUATION: 0x9,
  PRIORITY_UPDATE: 0x10,
  /** Stands for every type that is not known here. */
  UNKNOWN: 0x100,
} as const;
export type FrameType = (typeof FrameType)[keyof typeof FrameType];

export const Flag = { END_STREAM: 0x01, ACK: 0x01, END_HEADERS: 0x04, PADDED: 0x08, PRIORITY: 0x20 } as const;

/** A piece of a DATA frame, as it arrived: pieces of one frame are not told apart from frames. */
export interface DataFrame {
  readonly type: typeof FrameType.DATA;
  readonly streamId: number;
  readonly data: Buffer;
  /** What it takes from the windows: data and padding. */
  readonly flowOctets: number;
  readonly isEnd: boolean;
}

/** HEADERS with all its CONTINUATIONs. The field block is octets[from..end), valid until the next `feed`. */
export interface HeadersFrame {
  readonly type: typeof FrameType.HEADERS;
  readonly streamId: number;
  readonly octets: Buffer;
  readonly from: number;
  readonly end: number;
  readonly isEnd: boolean;
}

export interface RstStreamFrame {
  readonly type: typeof FrameType.RST_STREAM;
  readonly streamId: number;
  readonly errorCode: number;
}

export interface SettingsFrame {
  readonly type: typeof FrameType.SETTINGS;
  readonly isAck: boolean;
  /** Flat: identifier, value, ... */
  readonly entries: readonly number[];
}

export interface PingFrame {
  readonly type: typeof FrameType.PING;
  readonly isAck: boolean;
  /** Eight octets, to be sent back. */
  readonly opaque: Buffer;
}

export interface GoAwayFrame {
  readonly type: typeof FrameType.GOAWAY;
  readonly lastStreamId: number;
  readonly errorCode: number;
}

export interface WindowUpdateFrame {
  readonly type: typeof FrameType.WINDOW_UPDATE;
  /** 0: the connection. */
  readonly streamId: number;
  readonly increment: number;
}

export interface PriorityUpdateFrame {
  readonly type: typeof FrameType.PRIORITY_UPDATE;
  readonly prioritizedStreamId: number;
  /** As the field `priority`. */
  readonly value: string;
}

/** Frames that say nothing to us: the deprecated PRIORITY (RFC 9113 section 5.3.2) and unknown types. */
export interface IgnoredFrame {
  readonly type: typeof FrameType.PRIORITY | typeof FrameType.UNKNOWN;
  readonly streamId: number;
}

export type Frame =
  | DataFrame
  | HeadersFrame
  | RstStreamFrame
  | SettingsFrame
  | PingFrame
  | GoAwayFrame
  | WindowUpdateFrame
  | PriorityUpdateFrame
  | IgnoredFrame;
