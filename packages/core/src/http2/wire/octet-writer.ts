/**
 * Octets on their way out: everything that a connection writes in one turn goes into one stretch, and leaves in one
 * write. Filling a stretch costs half of what joining latin1 strings does. An idle writer holds no memory.
 */

const FIRST_CAPACITY = 512;
/** Up to here a loop is cheaper than a call across to native code. */
const SHORT = 40;
const NOTHING: Buffer = Buffer.alloc(0);

export class OctetWriter {
  /** What was written is octets[0..length). */
  octets = NOTHING;
  length = 0;
  /** What the last stretch came to: the next one probably will as well. */
  #usual = FIRST_CAPACITY;

  /** Makes room for that many octets more; whoever writes into `octets` directly calls it first. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.octets.length) return;
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.#usual, this.octets.length * 2));
    grown.set(this.octets.subarray(0, this.length));
    this.octets = grown;
  }

  writeUint8(value: number): void {
    this.reserve(1);
    this.octets[this.length++] = value;
  }

  writeUint16(value: number): void {
    this.reserve(2);
    this.octets[this.length++] = value >>> 8;
    this.octets[this.length++] = value;
  }

  writeUint32(value: number): void {
    this.writeUint16(value >>> 16);
    this.writeUint16(value & 0xffff);
  }

  write(octets: Uint8Array): void {
    const count = octets.length;
    this.reserve(count);
    if (count > SHORT) this.octets.set(octets, this.length);
    else for (let i = 0; i < count; i++) this.octets[this.length + i] = octets[i]!;
    this.length += count;
  }

  /** Text of characters U+0000 to U+00FF. */
  writeLatin1(text: string): void {
    const count = text.length;
    this.reserve(count);
    if (count > SHORT) this.octets.write(text, this.length, "latin1");
    else for (let i = 0; i < count; i++) this.octets[this.length + i] = text.charCodeAt(i);
    this.length += count;
  }

  /** Hands everything out as latin1 text, and keeps its room: for stretches so short that an allocation would show. */
  takeLatin1(): string {
    const text = this.octets.toString("latin1", 0, this.length);
    this.length = 0;
    return text;
  }

  /** Hands everything out; what is written next goes into octets of its own. */
  take(): Buffer {
    const taken = this.octets.subarray(0, this.length);
    this.#usual = Math.max(FIRST_CAPACITY, this.length);
    this.octets = NOTHING;
    this.length = 0;
    return taken;
  }
}
