/**
 * Integers and strings of a field block (RFC 7541 section 5), read where they lie.
 *
 * Integers are at most 2^28 and a bit: no length, index or table size here is greater, and padded ones would let a
 * peer spend octets that nobody counts.
 */
import { H2ConnectionError } from "../../errors";
import { ErrorCode } from "./error-code";
import { fieldName } from "./field-name";
import type { FieldName } from "./field-name";
import { decodeHuffman, MAX_EXPANSION } from "./huffman-decoder";

const HUFFMAN_CODED = 0x80;
const LENGTH_MASK = 0x7f;
const MAX_SHIFT = 21;

const NUL = 0x00;
const HTAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const NOTHING: Buffer = Buffer.alloc(0);

export class BlockReader {
  /** The last value read is one that a field may have (RFC 9113 section 8.2.1). */
  isValidValue = true;
  #octets = NOTHING;
  #at = 0;
  #end = 0;
  /** Where the last string is: in the block, or decoded. */
  #text = NOTHING;
  #textFrom = 0;
  #textEnd = 0;
  #decoded = NOTHING;

  /** Goes on with octets[from..end). */
  open(octets: Buffer, from: number, end: number): void {
    this.#octets = octets;
    this.#at = from;
    this.#end = end;
  }

  get isEnded(): boolean {
    return this.#at === this.#end;
  }

  /** The octet that comes next, which there is. */
  peek(): number {
    return this.#octets[this.#at]!;
  }

  /** An integer that begins with the bits of `mask` in the next octet, which there is. @throws H2ConnectionError */
  readInteger(mask: number): number {
    const octets = this.#octets;
    let value = octets[this.#at++]! & mask;
    if (value < mask) return value;
    for (let shift = 0; shift <= MAX_SHIFT; shift += 7) {
      if (this.#at === this.#end) throw compressionError("an integer breaks off");
      const octet = octets[this.#at++]!;
      value += (octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
    throw compressionError("an integer is too long");
  }

  /** @throws H2ConnectionError */
  readName(): FieldName {
    this.#findString();
    return fieldName(this.#text, this.#textFrom, this.#textEnd);
  }

  /** Sets `isValidValue`. @throws H2ConnectionError */
  readValue(): string {
    this.#findString();
    this.isValidValue = isFieldValue(this.#text, this.#textFrom, this.#textEnd);
    // Always a copy, and flat: it may stay in the table when the block is long gone.
    return this.#text.toString("latin1", this.#textFrom, this.#textEnd);
  }

  #findString(): void {
    if (this.#at === this.#end) throw compressionError("a string is missing");
    const isHuffmanCoded = (this.peek() & HUFFMAN_CODED) !== 0;
    const length = this.readInteger(LENGTH_MASK);
    const from = this.#at;
    if (length > this.#end - from) throw compressionError("a string breaks off");
    this.#at = from + length;
    if (isHuffmanCoded) {
      this.#decode(from, this.#at);
      return;
    }
    this.#text = this.#octets;
    this.#textFrom = from;
    this.#textEnd = this.#at;
  }

  #decode(from: number, end: number): void {
    const room = Math.ceil((end - from) * MAX_EXPANSION);
    if (room > this.#decoded.length) this.#decoded = Buffer.allocUnsafeSlow(room);
    this.#text = this.#decoded;
    this.#textFrom = 0;
    this.#textEnd = decodeHuffman(this.#octets, from, end, this.#decoded);
    if (this.#textEnd < 0) throw compressionError("a string is not in the Huffman code");
  }
}

/** No NUL, LF or CR, and no blank at either end. */
function isFieldValue(octets: Buffer, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const octet = octets[i]!;
    if (octet <= CR && (octet === CR || octet === LF || octet === NUL)) return false;
  }
  return from === end || !(isBlank(octets[from]) || isBlank(octets[end - 1]));
}

const isBlank = (octet: number | undefined): boolean => octet === SP || octet === HTAB;

export function compressionError(message: string): H2ConnectionError {
  return new H2ConnectionError(ErrorCode.COMPRESSION_ERROR, message);
}
