/** What both resources do with an upload: count it, hash it and, if they were asked to, take their time. */
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { UploadProgress } from "./upload-progress";

/** Shorter pauses cost more than they slow. */
const MIN_PAUSE_MS = 5;

export interface JobOptions {
  /** Octets; null: nobody said. */
  readonly expected: number | null;
  /** Octets a second that the job may take; none, or 0: as many as come. */
  readonly rate: string | null | undefined;
  /** The client has left. */
  readonly signal: AbortSignal;
}

export class Job {
  /** Octets taken. */
  total = 0;
  readonly #hash = createHash("sha256");
  readonly #progress: UploadProgress;
  readonly #octetsPerSecond: number;
  readonly #signal: AbortSignal;
  readonly #startedAt = performance.now();
  #isFinished = false;

  constructor(progress: UploadProgress, options: JobOptions) {
    this.#progress = progress;
    this.#octetsPerSecond = Number(options.rate) || Infinity;
    this.#signal = options.signal;
    progress.begin(options.expected);
  }

  take(piece: Buffer): void {
    this.total += piece.length;
    this.#hash.update(piece);
    this.#progress.saw(this.total);
  }

  /** Waits until `total` octets may have been taken. false: the client has left, nobody wants more. */
  async pause(): Promise<boolean> {
    const dueMs = (this.total / this.#octetsPerSecond) * 1000;
    const early = dueMs - (performance.now() - this.#startedAt);
    const signal = this.#signal;
    if (early > MIN_PAUSE_MS) await setTimeout(early, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  /** Everything was taken: the last line of the answer. */
  finish(): string {
    this.#isFinished = true;
    return `sha256 ${this.#hash.digest("hex")}\n`;
  }

  /** No more is taken, finished or not. */
  close(): void {
    this.#progress.end(this.#isFinished);
  }
}
