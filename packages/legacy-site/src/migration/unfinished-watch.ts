/**
 * Finds requests whose resource returned NOT_DONE_YET and then forgot them. It looks at some of those that wait,
 * now and then, rather than set a timer for each.
 */
import type { IClock } from "@headgate/core";
import type { ParkedRequest } from "../legacy-events";
import { timeText } from "./amounts";
import { className } from "../class-name";
import type { MigrationWarnings } from "./migration-warnings";

/** A long poll may well take a minute or two. */
export const DEFAULT_UNFINISHED_WARNING_MS = 300_000;

/** Watched at a time; of the others, the next ones get their turn. */
const MAX_WATCHED = 256;

interface Parked {
  readonly request: ParkedRequest;
  readonly resource: object;
  readonly since: number;
}

export class UnfinishedWatch {
  readonly #clock: IClock;
  readonly #limitMs: number;
  readonly #warnings: MigrationWarnings;
  #watched: Parked[] = [];
  #isWaiting = false;

  /** @param limitMs without a first octet of an answer; Infinity: nobody is watched */
  constructor(clock: IClock, limitMs: number, warnings: MigrationWarnings) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#warnings = warnings;
  }

  parked(request: ParkedRequest, resource: object): void {
    if (this.#watched.length >= MAX_WATCHED || this.#limitMs === Infinity) return;
    this.#watched.push({ request, resource, since: this.#clock.now() });
    this.#wait();
  }

  #wait(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#clock.callLater(this.#limitMs / 4, () => {
      this.#isWaiting = false;
      this.#check();
    });
  }

  #check(): void {
    const now = this.#clock.now();
    this.#watched = this.#watched.filter((parked) => {
      const { request, resource, since } = parked;
      if (request.finished || request.startedWriting || request.channel?.goneReason !== undefined)
        return false;
      if (now - since < this.#limitMs) return true;
      this.#warnings.warn(
        className(resource),
        `/${request.prepath.join("/")}`,
        `it returned NOT_DONE_YET for ${request.method} ${request.uri} ${timeText(now - since)} ago and has not ` +
          `written since: whatever happens, call request.finish()`,
        `unfinished ${className(resource)}`,
      );
      return false;
    });
    if (this.#watched.length > 0) this.#wait();
  }
}
