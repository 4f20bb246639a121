/**
 * The clocks of one request body: idle, and minimum rate. Both count only the time that a reader waits for octets;
 * a reader that has paused, or has not come yet, costs the client nothing.
 */
import { TimedOut } from "../errors";
import type { BodyPipe } from "../body/body-pipe";
import type { CoarseWheel } from "./coarse-wheel";

/** The rate is looked at after this much waiting. */
const RATE_GRACE_MS = 10_000;
/** Shorter bodies are left to the idle clock. */
const RATE_MIN_OCTETS = 2_000;

export class BodyClock {
  /** Stamp of the last octet, or of the moment the reader began to wait. */
  lastProgress: number;
  readonly #idleTimeoutMs: number;
  readonly #minRate: number;
  readonly #receivedBefore: number;
  #waitedMs = 0;
  /** The reader waited at the last look. */
  #wasAwaited = false;

  /** @param receivedBefore octets that had come when the body was claimed */
  constructor(now: number, idleTimeoutMs: number, minRate: number, receivedBefore: number) {
    this.lastProgress = now;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#minRate = minRate;
    this.#receivedBefore = receivedBefore;
  }

  /** The clock that ran out, if any. Call once a tick, and only while the response's head has not left. */
  check(wheel: CoarseWheel, stepMs: number, pipe: BodyPipe): TimedOut | undefined {
    if (!pipe.isAwaited) {
      this.#wasAwaited = false;
      this.lastProgress = wheel.now;
      return undefined;
    }
    // A step that it began to wait in was not waited through.
    if (this.#wasAwaited) this.#waitedMs += stepMs;
    this.#wasAwaited = true;
    if (wheel.isOver(this.lastProgress, this.#idleTimeoutMs)) {
      return new TimedOut("bodyIdleTimeoutMs", `no octet of the body came for ${this.#idleTimeoutMs} ms`);
    }
    return this.#checkRate(pipe);
  }

  #checkRate(pipe: BodyPipe): TimedOut | undefined {
    if (this.#minRate === 0 || this.#waitedMs < RATE_GRACE_MS) return undefined;
    if (typeof pipe.length === "number" && pipe.length < RATE_MIN_OCTETS) return undefined;
    const rate = ((pipe.received - this.#receivedBefore) * 1000) / this.#waitedMs;
    if (rate >= this.#minRate) return undefined;
    return new TimedOut(
      "minBodyRate",
      `the body came at ${rate.toFixed(1)} octets/s; ${this.#minRate} are expected`,
    );
  }
}
