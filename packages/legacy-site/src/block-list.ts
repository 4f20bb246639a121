/**
 * Octets copied together from chunks that were only lent.
 *
 * Chunks of one octet must not cost an object each (a peer chooses the size of its chunks), so small ones
 * share blocks, which grow with what has come.
 */
const MAX_SHARED_BLOCK_OCTETS = 16_384;
/** To make one for each list costs as much as the rest of collecting a small body. */
const NO_BLOCK = Buffer.alloc(0);

export class BlockList {
  #full: Buffer[] = [];
  #last = NO_BLOCK;
  #usedOfLast = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Copies `chunk`. */
  append(chunk: Uint8Array): void {
    const fits = Math.min(chunk.length, this.#last.length - this.#usedOfLast);
    if (fits > 0) {
      this.#last.set(chunk.subarray(0, fits), this.#usedOfLast);
      this.#usedOfLast += fits;
    }
    if (fits < chunk.length) {
      const rest = fits === 0 ? chunk : chunk.subarray(fits);
      if (this.#usedOfLast > 0) this.#full.push(this.#last);
      this.#last = Buffer.allocUnsafe(Math.max(rest.length, Math.min(this.#length, MAX_SHARED_BLOCK_OCTETS)));
      this.#last.set(rest);
      this.#usedOfLast = rest.length;
    }
    this.#length += chunk.length;
  }

  /** Gives everything away and is empty. */
  take(): Buffer[] {
    const blocks = [...this.#full, this.#last.subarray(0, this.#usedOfLast)];
    this.#full = [];
    this.#last = NO_BLOCK;
    this.#usedOfLast = 0;
    this.#length = 0;
    return blocks;
  }
}
