/**
 * Puts lines together that come in several reads: octets in, one line out, no octet looked at twice.
 *
 * A line ends with its first LF, or with the octet after its first CR, whatever that is: who reads the line
 * refuses a bare LF or CR as soon as it was sent, and need not wait for the rest.
 */

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const FIRST_CAPACITY = 128;
const NOTHING = Buffer.alloc(0);

export class LineBuffer {
  /** Index of the first octet that the last `take` left. */
  position = 0;
  #kept = NOTHING;
  #length = 0;

  /** Octets of a line that has not ended. */
  get length(): number {
    return this.#length;
  }

  /** What stands before the first space of a line that has not ended. */
  firstWord(): string {
    const kept = this.#kept.subarray(0, this.#length);
    return kept.toString("latin1", 0, Math.max(0, kept.indexOf(SP)));
  }

  /**
   * Takes octets[from..] as far as the line goes, but never lets it grow beyond `maxOctets`.
   *
   * @returns the line and its end, valid as long as `octets` is; undefined when it has not ended
   */
  take(octets: Buffer, from: number, maxOctets: number): Buffer | undefined {
    const stop = Math.min(octets.length, from + maxOctets - this.#length);
    const end = this.#endOfLine(octets, from, stop);
    this.position = end === -1 ? stop : end;
    if (end !== -1 && this.#length === 0) return octets.subarray(from, end);
    this.#keep(octets, from, this.position);
    if (end === -1) return undefined;
    const line = this.#kept.subarray(0, this.#length);
    // The next line starts in a buffer of its own, and a connection between requests holds none.
    this.#kept = NOTHING;
    this.#length = 0;
    return line;
  }

  /** Index behind the line's end in octets[from..stop), or -1. */
  #endOfLine(octets: Buffer, from: number, stop: number): number {
    if (from === stop) return -1;
    if (this.#length > 0 && this.#kept[this.#length - 1] === CR) return from + 1;
    for (let at = from; at < stop; at++) {
      if (octets[at] === LF) return at + 1;
      if (octets[at] === CR) return at + 2 <= stop ? at + 2 : -1;
    }
    return -1;
  }

  #keep(octets: Buffer, from: number, end: number): void {
    const length = this.#length + end - from;
    if (length > this.#kept.length) {
      const grown = Buffer.allocUnsafe(Math.max(FIRST_CAPACITY, length, this.#kept.length * 2));
      grown.set(this.#kept.subarray(0, this.#length));
      this.#kept = grown;
    }
    this.#kept.set(octets.subarray(from, end), this.#length);
    this.#length = length;
  }
}
