/**
 * The incoming side of a connection: octets go in, the preface is taken off, frames come out (RFC 9113 section 3.4).
 *
 * It never holds octets back: what a stream can't take is bounded by its window, and a client that waits for us while
 * we wait for it would wait for ever.
 */
import type { CoarseWheel } from "../channel/coarse-wheel";
import { H2ConnectionError } from "../errors";
import type { Options } from "../options";
import { ErrorCode } from "./wire/error-code";
import type { Frame } from "./wire/frame";
import { FrameDecoder } from "./wire/frame-decoder";
import { CONNECTION_PREFACE, continuesPreface } from "./wire/preface";

export interface IFrameReceiver {
  /** @throws H2ConnectionError */
  frameReceived(frame: Frame): void;
}

export class H2Input {
  /** Nothing that still comes is looked at. */
  isIgnored = false;
  readonly #wheel: CoarseWheel;
  readonly #receiver: IFrameReceiver;
  readonly #decoder: FrameDecoder;
  /** Octets of the preface that have come. */
  #prefaceOctets = 0;
  /** Stamp of the wheel: the first octets of the frame or field block that is incomplete. */
  #incompleteSince: number | undefined = undefined;

  constructor(options: Options, wheel: CoarseWheel, receiver: IFrameReceiver) {
    this.#wheel = wheel;
    this.#receiver = receiver;
    this.#decoder = new FrameDecoder({ ...options.http2 });
  }

  /** @throws H2ConnectionError, and nothing may be fed after that */
  receive(data: Buffer): void {
    let at = this.#prefaceOctets < CONNECTION_PREFACE.length ? this.#readPreface(data) : 0;
    for (let frame; (frame = this.#decoder.feed(data, at)) !== undefined; at = this.#decoder.position) {
      this.#incompleteSince = undefined;
      this.#receiver.frameReceived(frame);
      if (this.isIgnored) return;
    }
    if (!this.#decoder.isInFrame) this.#incompleteSince = undefined;
    else this.#incompleteSince ??= this.#wheel.now;
  }

  /** Whether a frame or field block has been incomplete for that long: a drip, frame by frame or octet by octet. */
  isDripping(timeoutMs: number): boolean {
    return this.#incompleteSince !== undefined && this.#wheel.isOver(this.#incompleteSince, timeoutMs);
  }

  #readPreface(data: Buffer): number {
    const matched = this.#prefaceOctets;
    if (!continuesPreface(data, 0, matched)) {
      throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "the connection does not begin with the preface");
    }
    const count = Math.min(data.length, CONNECTION_PREFACE.length - matched);
    this.#prefaceOctets += count;
    return count;
  }
}
