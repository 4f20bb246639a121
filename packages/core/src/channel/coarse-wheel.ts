/**
 * One timer for all clocks of a Site. Connections are asked, a few times a second, whether one of theirs ran out;
 * starting or stopping a clock is the assignment of a number.
 *
 * `now` is a time scale of its own, moved only by the timer and never by more than MAX_STEP_MS at once. A stamp
 * taken from it is at most one step old, and `isOver` adds that step: nothing ends early, however long the process
 * was blocked, and nothing ends more than 1 s late while it is not.
 */
import type { IClock, IDelayedCall } from "../interfaces/clock";

const TICK_MS = 250;
const MAX_STEP_MS = 400;

/** Something with clocks: a connection. */
export interface IClocked {
  /** Look at every clock; `stepMs` have passed since the last look. */
  checkClocks(stepMs: number): void;
}

export class CoarseWheel {
  /** Milliseconds on the wheel's own scale. */
  now = 0;
  readonly #clock: IClock;
  readonly #clocked = new Set<IClocked>();
  #timer: IDelayedCall | undefined;
  #lastTick = 0;

  constructor(clock: IClock) {
    this.#clock = clock;
  }

  add(clocked: IClocked): void {
    this.#clocked.add(clocked);
    if (this.#timer !== undefined) return;
    this.#lastTick = this.#clock.now();
    this.#schedule();
  }

  remove(clocked: IClocked): void {
    this.#clocked.delete(clocked);
  }

  /** Whether `timeoutMs` have surely passed since the stamp `since`. Never for Infinity. */
  isOver(since: number, timeoutMs: number): boolean {
    return this.now - since >= timeoutMs + MAX_STEP_MS;
  }

  #schedule(): void {
    this.#timer = this.#clock.callLater(TICK_MS, () => {
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.#clock.now();
    const step = Math.min(now - this.#lastTick, MAX_STEP_MS);
    this.#lastTick = now;
    this.now += step;
    try {
      for (const clocked of this.#clocked) clocked.checkClocks(step);
    } finally {
      // Whatever one of them threw, the clocks of the others go on.
      if (this.#clocked.size > 0) this.#schedule();
      else this.#timer = undefined;
    }
  }
}
