/**
 * The life of a stream (RFC 9113 section 5.1), as a server that never pushes sees it: every transition, and what each
 * state makes of a frame.
 *
 *     idle --HEADERS--> open --END_STREAM received--> remoteEnded --END_STREAM sent--> ended
 *                       open --END_STREAM sent--> localEnded --END_STREAM received--> ended
 *     open, remoteEnded, localEnded --RST_STREAM received--> resetByPeer, --RST_STREAM sent--> resetByUs
 *     localEnded --nobody reads the rest, RST_STREAM(NO_ERROR) sent--> dismissed --END_STREAM received--> ended
 *     idle --HEADERS on a higher stream--> skipped
 *
 * Half closed is remoteEnded or localEnded. Closed is five states, because how a stream closed decides what may
 * still be on its way: nothing, unless we reset it. What comes on a stream that was dismissed is thrown away, but it is
 * still held to the rules: the client may not have heard yet.
 */
import { H2ConnectionError } from "../errors";
import { ErrorCode } from "./wire/error-code";

export type LiveState = "open" | "remoteEnded" | "localEnded";
export type ClosedState = "ended" | "resetByPeer" | "resetByUs" | "dismissed" | "skipped";
export type StreamState = "idle" | LiveState | ClosedState;

export const AFTER_END_RECEIVED = { open: "remoteEnded", localEnded: "ended", dismissed: "ended" } as const;
export const AFTER_END_SENT = { open: "localEnded", remoteEnded: "ended" } as const;

/** Frames of it are still to come, or to be sent. */
export function isLive(state: StreamState): state is LiveState {
  return state === "open" || state === "remoteEnded" || state === "localEnded";
}

type Verdict = "accept" | "ignore" | typeof ErrorCode.PROTOCOL_ERROR | typeof ErrorCode.STREAM_CLOSED;

const { PROTOCOL_ERROR, STREAM_CLOSED } = ErrorCode;

/** Errors are the connection's: who breaks this table has lost count of its streams. PRIORITY is always ignored. */
const VERDICTS = {
  idle: {
    HEADERS: "accept",
    DATA: PROTOCOL_ERROR,
    RST_STREAM: PROTOCOL_ERROR,
    WINDOW_UPDATE: PROTOCOL_ERROR,
  },
  open: { HEADERS: "accept", DATA: "accept", RST_STREAM: "accept", WINDOW_UPDATE: "accept" },
  localEnded: { HEADERS: "accept", DATA: "accept", RST_STREAM: "accept", WINDOW_UPDATE: "ignore" },
  remoteEnded: { HEADERS: STREAM_CLOSED, DATA: STREAM_CLOSED, RST_STREAM: "accept", WINDOW_UPDATE: "accept" },
  ended: { HEADERS: STREAM_CLOSED, DATA: STREAM_CLOSED, RST_STREAM: "ignore", WINDOW_UPDATE: "ignore" },
  resetByPeer: { HEADERS: STREAM_CLOSED, DATA: STREAM_CLOSED, RST_STREAM: "ignore", WINDOW_UPDATE: "ignore" },
  resetByUs: { HEADERS: "ignore", DATA: "ignore", RST_STREAM: "ignore", WINDOW_UPDATE: "ignore" },
  dismissed: { HEADERS: "accept", DATA: "accept", RST_STREAM: "accept", WINDOW_UPDATE: "accept" },
  skipped: { HEADERS: PROTOCOL_ERROR, DATA: STREAM_CLOSED, RST_STREAM: "ignore", WINDOW_UPDATE: "ignore" },
} as const satisfies Record<StreamState, Record<string, Verdict>>;

export type StreamFrameName = keyof (typeof VERDICTS)["idle"];

/**
 * Whether a frame means something in that state; if not, it is ignored.
 * Ignored HEADERS are decoded all the same, and ignored DATA counts for the connection's window.
 *
 * @throws H2ConnectionError
 */
export function isWelcome(state: StreamState, frame: StreamFrameName): boolean {
  const verdict: Verdict = VERDICTS[state][frame];
  if (typeof verdict === "string") return verdict === "accept";
  throw new H2ConnectionError(verdict, `${frame} on a stream that is ${state}`);
}

/** The streams that are gone, as far as that needs memory: those that were reset, and those that were left out. */
export class PastStreams {
  /** Of the streams that the peer has opened. */
  lastStreamId = 0;
  #firstSkipped = 0;
  #lastSkipped = 0;
  readonly #resets = new Map<number, ClosedState>();
  readonly #maxResets: number;

  /** @param maxResets how many to remember: as many as may be open and on their way at once is enough */
  constructor(maxResets: number) {
    this.#maxResets = maxResets;
  }

  /** The peer opens a stream, above all before it. The idle ones below close with that (section 5.1.1). */
  opened(streamId: number): void {
    if (streamId > this.lastStreamId + 2) {
      this.#firstSkipped = this.lastStreamId + 1;
      this.#lastSkipped = streamId - 1;
    }
    this.lastStreamId = streamId;
  }

  reset(streamId: number, state: "resetByPeer" | "resetByUs"): void {
    this.#resets.set(streamId, state);
    if (this.#resets.size <= this.#maxResets) return;
    const [oldest = streamId] = this.#resets.keys();
    this.#resets.delete(oldest);
  }

  /** Of a stream that is not live. @throws H2ConnectionError for one that only a server could open */
  stateOf(streamId: number): "idle" | ClosedState {
    if (streamId % 2 === 0) {
      throw new H2ConnectionError(PROTOCOL_ERROR, `a client can't open stream ${streamId}`);
    }
    if (streamId > this.lastStreamId) return "idle";
    if (streamId >= this.#firstSkipped && streamId <= this.#lastSkipped) return "skipped";
    return this.#resets.get(streamId) ?? "ended";
  }
}
