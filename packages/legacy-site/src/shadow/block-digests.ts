/**
 * Two runs of octets, one of them ahead, compared by digests of their blocks: what is kept of octets that are too many
 * to be held. Blocks begin small and grow with the distance, so that a body of any length costs some hundred digests
 * (1 GiB: 900), and a difference is named to within about a hundredth of the distance.
 */
import { createHash } from "node:crypto";

/** So many blocks of a size, then as many of twice that size. */
const BLOCKS_OF_A_SIZE = 128;
/** Of 32: bodies that differ by chance, or by a bug, never have the same ones. */
const DIGEST_OCTETS = 16;

/** Offsets in the body; the octet at `end` is no longer in it. */
export interface OctetRange {
  readonly from: number;
  readonly end: number;
}

export class BlockDigests {
  readonly #ahead: Blocks;
  readonly #behind: Blocks;
  /** Of blocks that the one ahead has filled, and the other has not. */
  readonly #waiting: string[] = [];

  /** @param from where in the body both runs begin; @param firstBlockOctets the size of the first blocks */
  constructor(from: number, firstBlockOctets: number) {
    this.#ahead = new Blocks(from, firstBlockOctets);
    this.#behind = new Blocks(from, firstBlockOctets);
  }

  /** By how many octets one is ahead. */
  get lead(): number {
    return this.#ahead.position - this.#behind.position;
  }

  /** Where the block begins that the one behind is in: before it, both are the same. */
  get openBlock(): number {
    return this.#behind.from;
  }

  /** How many wait. */
  get held(): number {
    return this.#waiting.length;
  }

  goAhead(data: Buffer): void {
    for (let at = 0; at < data.length;) {
      at += this.#ahead.fill(data.subarray(at));
      if (this.#ahead.isFull) this.#waiting.push(this.#ahead.close());
    }
  }

  /** @param data not longer than the lead. Returns the first block that differs, or has a difference by now */
  catchUp(data: Buffer): OctetRange | undefined {
    for (let at = 0; at < data.length;) {
      at += this.#behind.fill(data.subarray(at));
      const { from, position: end } = this.#behind;
      if (this.#behind.isFull && this.#behind.close() !== this.#waiting.shift()) return { from, end };
    }
    // They have met: what is in their last blocks is comparable as well.
    if (this.lead > 0) return undefined;
    const { from, position: end } = this.#behind;
    return this.#behind.close() === this.#ahead.close() ? undefined : { from, end };
  }
}

class Blocks {
  /** Where the block begins. */
  from: number;
  position: number;
  #size: number;
  #index = 0;
  #hash = createHash("sha256");

  constructor(from: number, firstBlockOctets: number) {
    this.from = this.position = from;
    this.#size = firstBlockOctets;
  }

  get isFull(): boolean {
    return this.position - this.from === this.#size;
  }

  /** Takes what fits into the block. Returns how much. */
  fill(data: Buffer): number {
    const count = Math.min(this.#size - (this.position - this.from), data.length);
    this.#hash.update(count === data.length ? data : data.subarray(0, count));
    this.position += count;
    return count;
  }

  /** The digest of what was filled; the next block begins. */
  close(): string {
    const digest = this.#hash.digest().toString("latin1", 0, DIGEST_OCTETS);
    this.#hash = createHash("sha256");
    this.from = this.position;
    this.#index += 1;
    if (this.#index % BLOCKS_OF_A_SIZE === 0) this.#size *= 2;
    return digest;
  }
}
