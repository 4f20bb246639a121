/**
 * The highest count that came with each nonce (RFC 7616 section 3.4: `nc`), so that what was overheard can't be sent
 * again. Bounded: when there are too many nonces, all that were made so far are worth nothing any more.
 */
const MAX_NONCES = 10_000;

interface Counted {
  count: number;
  readonly madeAt: number;
}

export class NonceCounts {
  readonly #lifetime: number;
  readonly #maxNonces: number;
  readonly #counted = new Map<string, Counted>();
  /** Nonces that were not made later than this have been forgotten. */
  #forgottenUntil = -Infinity;

  /** @param lifetime of a nonce, in seconds */
  constructor(lifetime: number, maxNonces = MAX_NONCES) {
    this.#lifetime = lifetime;
    this.#maxNonces = maxNonces;
  }

  /**
   * Notes that `count` was used. false: it, or a higher one, was used before.
   *
   * @param madeAt when the nonce was made, in seconds; `now` likewise
   */
  use(nonce: string, count: number, madeAt: number, now: number): boolean {
    const known = this.#counted.get(nonce);
    // Said so that what is no number is refused too.
    if (!(count > (known?.count ?? -1))) return false;
    if (known !== undefined) {
      known.count = count;
      return true;
    }
    if (madeAt <= this.#forgottenUntil) return false;
    if (this.#counted.size >= this.#maxNonces) this.#makeRoom(now);
    if (madeAt <= this.#forgottenUntil) return false;
    this.#counted.set(nonce, { count, madeAt });
    return true;
  }

  #makeRoom(now: number): void {
    for (const [nonce, { madeAt }] of this.#counted) {
      if (now - madeAt > this.#lifetime) this.#counted.delete(nonce);
    }
    if (this.#counted.size < this.#maxNonces) return;
    this.#counted.clear();
    this.#forgottenUntil = now;
  }
}
