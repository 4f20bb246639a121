/** How long the new side has been waited for. One timer at most; a piece that comes costs no timer. */
import type { IClock, IDelayedCall } from "@headgate/core";

export class WaitingClock {
  readonly #clock: IClock;
  readonly #timeoutMs: number;
  readonly #expired: () => void;
  #since: number | undefined;
  /** The old side is through: from here on progress buys no time. */
  #isLast = false;
  #call: IDelayedCall | undefined;

  constructor(clock: IClock, timeoutMs: number, expired: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#expired = expired;
  }

  wait(isAwaited: boolean, isLast: boolean): void {
    this.#isLast = isLast;
    if (!isAwaited) this.#since = undefined;
    else if (this.#since === undefined) {
      this.#since = this.#clock.now();
      this.#call ??= this.#clock.callLater(this.#timeoutMs, this.#check);
    }
  }

  progressed(): void {
    if (this.#since !== undefined && !this.#isLast) this.#since = this.#clock.now();
  }

  stop(): void {
    this.#call?.cancel();
    this.#call = this.#since = undefined;
  }

  readonly #check = (): void => {
    this.#call = undefined;
    if (this.#since === undefined) return;
    const remaining = this.#since + this.#timeoutMs - this.#clock.now();
    if (remaining <= 0) this.#expired();
    else this.#call = this.#clock.callLater(remaining, this.#check);
  };
}
