/**
 * Who asks a server to stop: SIGINT, SIGTERM, and whoever supervises this process. The first signal is a request,
 * told by a promise; the second one ends the process at once.
 */
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
type StopSignal = (typeof SIGNALS)[number];

export class StopRequests {
  /** Resolves with the first request. */
  readonly first: Promise<void>;
  readonly #second: () => void;
  #signals = 0;
  #resolve: () => void = () => {};

  /** @param second called before the process ends at once */
  constructor(second: () => void = () => {}) {
    this.#second = second;
    this.first = new Promise((resolve) => (this.#resolve = resolve));
    for (const signal of SIGNALS) process.on(signal, this.#asked);
  }

  /** By a supervisor. Not counted: a Ctrl-C in the terminal reaches both it and this process. */
  request(): void {
    this.#resolve();
  }

  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#asked);
  }

  readonly #asked = (signal: StopSignal): void => {
    this.#signals += 1;
    if (this.#signals === 1) return this.#resolve();
    this.#second();
    process.exit(128 + constants.signals[signal]);
  };
}
