/**
 * A clock that is read once for all who ask within a moment. To read the real one costs as much as everything else
 * that is noted of a small request; what comes in between is late or early by that moment, as often the one as the
 * other.
 */
import type { IClock } from "@headgate/core";

/** Timers cost too: under load, one of these for some hundred requests. */
const MOMENT_MS = 5;

export class SharedClock {
  readonly #clock: IClock;
  #now = 0;
  #isFresh = false;
  readonly #stale = (): void => {
    this.#isFresh = false;
  };

  constructor(clock: IClock) {
    this.#clock = clock;
  }

  /** Milliseconds on the clock's scale, of this moment or of up to a few milliseconds ago. */
  now(): number {
    if (!this.#isFresh) {
      this.#now = this.#clock.now();
      this.#isFresh = true;
      this.#clock.callLater(MOMENT_MS, this.#stale);
    }
    return this.#now;
  }
}
