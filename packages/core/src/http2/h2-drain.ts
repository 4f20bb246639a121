/**
 * How a connection takes no more streams, in two steps (RFC 9113 section 6.8): GOAWAY that names every stream, so that
 * none which is on its way is lost; and when a PING has come back, GOAWAY that names the last one that is served.
 *
 *     open --begin--> warned --PING acknowledged, or a second passed--> announced
 */
import type { CoarseWheel } from "../channel/coarse-wheel";
import type { H2Output } from "./h2-output";
import { ErrorCode } from "./wire/error-code";

/** The streams, as their end sees them. */
export interface IDrainedStreams {
  readonly lastStreamId: number;
  lastAccepted: number;
}

const EVERY_STREAM = 2 ** 31 - 1;
const PING = Buffer.from("headgate", "latin1");
/** For the PING, where the client does not answer it. */
const WARNING_MS = 1_000;

export class H2Drain {
  readonly #output: H2Output;
  readonly #streams: IDrainedStreams;
  readonly #wheel: CoarseWheel;
  #phase: "open" | "warned" | "announced" = "open";
  #warnedAt = 0;

  constructor(output: H2Output, streams: IDrainedStreams, wheel: CoarseWheel) {
    this.#output = output;
    this.#streams = streams;
    this.#wheel = wheel;
  }

  /** No stream that is opened now will be served. */
  get isAnnounced(): boolean {
    return this.#phase === "announced";
  }

  begin(): void {
    if (this.#phase !== "open") return;
    this.#phase = "warned";
    this.#warnedAt = this.#wheel.now;
    this.#output.frames.goAway(EVERY_STREAM, ErrorCode.NO_ERROR);
    this.#output.frames.ping(PING, false);
    this.#output.written();
  }

  pingAcknowledged(opaque: Buffer): void {
    if (this.#phase === "warned" && opaque.equals(PING)) this.goAwayNow(ErrorCode.NO_ERROR, "");
  }

  /** Once a tick. */
  checkClock(): void {
    if (this.#phase === "warned" && this.#wheel.isOver(this.#warnedAt, WARNING_MS)) {
      this.goAwayNow(ErrorCode.NO_ERROR, "");
    }
  }

  /** The last word about which streams are served. */
  goAwayNow(errorCode: number, message: string): void {
    // What was said once is not taken back: the client may have tried the later ones elsewhere.
    const lastStreamId = Math.min(this.#streams.lastStreamId, this.#streams.lastAccepted);
    this.#phase = "announced";
    this.#streams.lastAccepted = lastStreamId;
    this.#output.frames.goAway(lastStreamId, errorCode, message);
    this.#output.written();
  }
}
