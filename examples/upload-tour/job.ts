/** What both resources do with an upload: count it, hash it and, if they were asked to, take their time. */
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { UploadProgress } from "./upload-progress";

/** Shorter pauses cost more than they slow. */
const MIN_PAUSE_MS = 5;

export class Job {
  /** Octets taken. */
  total = 0;
  readonly #hash = createHash("sha256");
  readonly #progress: UploadProgress;
  readonly #octetsPerSecond: number;
  readonly #startedAt = performance.now();
  #isFinished = false;

  /**
   * @param expected octets; NaN: nobody said
   * @param rate octets a second that the job may take; none, or 0: as many as come
   */
  constructor(progress: UploadProgress, expected: number, rate: string | null | undefined) {
    this.#progress = progress;
    this.#octetsPerSecond = Number(rate) || Infinity;
    progress.begin(expected);
  }

  take(piece: Buffer): void {
    this.total += piece.length;
    this.#hash.update(piece);
    this.#progress.saw(this.total);
  }

  /** Waits until `total` octets may have been taken. */
  async pause(): Promise<void> {
    const dueMs = (this.total / this.#octetsPerSecond) * 1000;
    const early = dueMs - (performance.now() - this.#startedAt);
    if (early > MIN_PAUSE_MS) await setTimeout(early);
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
