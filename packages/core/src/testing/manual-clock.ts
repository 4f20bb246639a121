/** Time that moves when a test says so (Twisted: task.Clock). */
import type { IClock, IDelayedCall } from "../interfaces/clock";

interface DelayedCall extends IDelayedCall {
  readonly due: number;
  readonly callback: () => void;
}

export class ManualClock implements IClock {
  #now: number;
  /** By the time they are due; those due together in the order they were made. */
  readonly #calls: DelayedCall[] = [];

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  callLater(delayMs: number, callback: () => void): IDelayedCall {
    const calls = this.#calls;
    const call: DelayedCall = {
      due: this.#now + Math.max(0, delayMs),
      callback,
      cancel() {
        const at = calls.indexOf(call);
        if (at !== -1) calls.splice(at, 1);
      },
    };
    const later = calls.findIndex((other) => other.due > call.due);
    calls.splice(later === -1 ? calls.length : later, 0, call);
    return call;
  }

  /** Calls that are still to be made. */
  get pendingCalls(): number {
    return this.#calls.length;
  }

  /** Moves time on, making every call that falls due at its own time, also those asked for meanwhile. */
  advance(ms: number): void {
    const target = this.#now + ms;
    for (let next = this.#calls[0]; next !== undefined && next.due <= target; next = this.#calls[0]) {
      this.#calls.shift();
      this.#now = Math.max(this.#now, next.due);
      next.callback();
    }
    this.#now = Math.max(this.#now, target);
  }
}
