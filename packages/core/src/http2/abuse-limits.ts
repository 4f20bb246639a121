/**
 * What a connection may cost beyond what it brings (RFC 9113 section 10.5): counters over time, and no clock of
 * their own. Past a limit the connection ends with ENHANCE_YOUR_CALM.
 */
import { H2ConnectionError } from "../errors";
import { ErrorCode } from "./wire/error-code";

export interface AbuseOptions {
  readonly resetBurst: number;
  readonly resetsPerSecond: number;
  readonly overheadBurst: number;
  readonly overheadPerSecond: number;
  readonly maxQueuedReplies: number;
}

/** Lets `burst` events through at once, and so many a second in the long run. */
export class TokenBucket {
  #tokens: number;
  #filledAt: number;
  readonly #burst: number;
  readonly #perMs: number;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.#tokens = burst;
    this.#filledAt = nowMs;
    this.#burst = burst;
    this.#perMs = perSecond / 1_000;
  }

  /** One event. false: one too many. */
  take(nowMs: number): boolean {
    const earned = (nowMs - this.#filledAt) * this.#perMs;
    this.#filledAt = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + earned) - 1;
    return this.#tokens >= 0;
  }
}

/** A frame that carries nothing is paid for by so much content; a WINDOW_UPDATE is worth more than that as a rule. */
const CONTENT_PER_OVERHEAD = 512;
const MAX_CREDIT = 1024 * 1024;

export class AbuseLimits {
  readonly #resets: TokenBucket;
  readonly #overhead: TokenBucket;
  readonly #maxQueuedReplies: number;
  /** Octets of content that have not paid for anything. */
  #credit = 0;
  #queuedReplies = 0;

  constructor(options: AbuseOptions, nowMs: number) {
    this.#resets = new TokenBucket(options.resetBurst, options.resetsPerSecond, nowMs);
    this.#overhead = new TokenBucket(options.overheadBurst, options.overheadPerSecond, nowMs);
    this.#maxQueuedReplies = options.maxQueuedReplies;
  }

  /**
   * The peer reset a stream (CVE-2023-44487), or made us reset one (CVE-2025-8671): either way the work was done for
   * nothing, and the stream no longer counts.
   */
  streamReset(nowMs: number): void {
    if (!this.#resets.take(nowMs)) throw calm("too many streams are reset");
  }

  /** Content moved, either way. */
  contentMoved(octets: number): void {
    this.#credit = Math.min(MAX_CREDIT, this.#credit + octets);
  }

  /**
   * A frame came that carries nothing to anybody: PING, SETTINGS, WINDOW_UPDATE, PRIORITY, PRIORITY_UPDATE, GOAWAY, DATA
   * without octets or end, an unknown type, or one for a stream that is gone (CVE-2019-9512, 9515, 9518 and kin).
   */
  overheadReceived(nowMs: number): void {
    if (this.#credit >= CONTENT_PER_OVERHEAD) this.#credit -= CONTENT_PER_OVERHEAD;
    else if (!this.#overhead.take(nowMs)) throw calm("too many frames that carry nothing");
  }

  /** An acknowledgement was written that the peer may never read (CVE-2019-9512, CVE-2019-9515). */
  replyQueued(): void {
    if (++this.#queuedReplies > this.#maxQueuedReplies) throw calm("too many replies are not taken");
  }

  /** The peer took everything that was written. */
  repliesSent(): void {
    this.#queuedReplies = 0;
  }
}

function calm(message: string): H2ConnectionError {
  return new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, message);
}
