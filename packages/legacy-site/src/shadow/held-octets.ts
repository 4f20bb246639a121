/** Octets that wait to be compared, copied into blocks, so that small pieces cost no more than their octets. */
const MIN_BLOCK_OCTETS = 256;
const MAX_BLOCK_OCTETS = 65_536;

interface Block {
  readonly octets: Buffer;
  start: number;
  end: number;
}

/** Where two runs of octets part. */
export interface Mismatch {
  /** Of the first octet that differs, from where the comparison began. */
  readonly at: number;
  readonly held: number;
  readonly other: number;
}

export class HeldOctets {
  /** How many wait. */
  length = 0;
  #blocks: Block[] = [];

  append(data: Uint8Array): void {
    let from = 0;
    while (from < data.length) {
      const block = this.#roomFor(data.length - from);
      const taken = Math.min(data.length - from, block.octets.length - block.end);
      block.octets.set(data.subarray(from, from + taken), block.end);
      block.end += taken;
      from += taken;
    }
    this.length += data.length;
  }

  #roomFor(count: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.end < last.octets.length) return last;
    // Blocks grow with what waits.
    const wanted = Math.max(count, this.length, MIN_BLOCK_OCTETS);
    const octets = Buffer.allocUnsafe(Math.min(wanted, MAX_BLOCK_OCTETS));
    const block = { octets, start: 0, end: 0 };
    this.#blocks.push(block);
    return block;
  }

  /** Lets go of as many octets as `data` has, if they are the same. `data` is not longer than what waits. */
  takeEqual(data: Buffer): Mismatch | undefined {
    let from = 0;
    while (from < data.length) {
      const block = this.#blocks[0]!;
      const count = Math.min(block.end - block.start, data.length - from);
      const held = block.octets.subarray(block.start, block.start + count);
      const other = data.subarray(from, from + count);
      if (!held.equals(other)) {
        const at = firstDifference(held, other);
        return { at: from + at, held: held[at]!, other: other[at]! };
      }
      from += count;
      block.start += count;
      this.length -= count;
      if (block.start === block.end) this.#blocks.shift();
    }
    return undefined;
  }

  get first(): number | undefined {
    const block = this.#blocks[0];
    return block?.octets[block.start];
  }

  clear(): void {
    this.#blocks = [];
    this.length = 0;
  }
}

function firstDifference(some: Buffer, others: Buffer): number {
  let at = 0;
  while (some[at] === others[at]) at += 1;
  return at;
}
