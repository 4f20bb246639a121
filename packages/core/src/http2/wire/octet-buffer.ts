/** Puts octets together that come in several reads. Grows with what came, not with what was announced. */

const FIRST_CAPACITY = 128;
const NOTHING: Buffer = Buffer.alloc(0);

export class OctetBuffer {
  #kept = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Copies octets[from..end) behind what is there. */
  append(octets: Buffer, from: number, end: number): void {
    const length = this.#length + end - from;
    if (length > this.#kept.length) {
      const grown = Buffer.allocUnsafe(Math.max(FIRST_CAPACITY, length, this.#kept.length * 2));
      grown.set(this.#kept.subarray(0, this.#length));
      this.#kept = grown;
    }
    this.#kept.set(octets.subarray(from, end), this.#length);
    this.#length = length;
  }

  /** Hands everything out; what comes next goes into octets of its own. */
  take(): Buffer {
    const taken = this.#kept.subarray(0, this.#length);
    this.#kept = NOTHING;
    this.#length = 0;
    return taken;
  }
}
