/**
 * Fields in, field blocks out (RFC 7541 sections 3 and 6), written into an `OctetWriter`.
 *
 * What repeats on the connection becomes an index of one octet. What never repeats stays out of the table, and so do
 * secrets, marked so that nobody on the way indexes them either (section 7.1.3).
 */
import { InvalidField } from "../../errors";
import { isValidFieldValue } from "../../fields/field-name";
import { trimBlanks } from "../../fields/field-syntax";
import { createTable, Representation } from "./hpack";
import type { DynamicTable } from "./hpack";
import { huffmanLength, writeHuffman } from "./huffman-encoder";
import type { OctetWriter } from "./octet-writer";
import { responseFieldName } from "./response-field-name";
import type { ResponseFieldName } from "./response-field-name";
import { INITIAL_HEADER_TABLE_OCTETS } from "./settings";
import type { IHeaderTable } from "./settings";

const { INDEXED, INCREMENTAL, NEVER_INDEXED, TABLE_SIZE } = Representation;
const RAW = { bits: 0x00, mask: 0x7f } as const;
const HUFFMAN_CODED = { bits: 0x80, mask: 0x7f } as const;

export class HpackEncoder implements IHeaderTable {
  readonly #out: OctetWriter;
  readonly #table: DynamicTable<string> = createTable(INITIAL_HEADER_TABLE_OCTETS);
  /** What the peer allows, as far as we want it. */
  #limit = INITIAL_HEADER_TABLE_OCTETS;
  /** The least that it has allowed since the last block. */
  #lowestLimit = INITIAL_HEADER_TABLE_OCTETS;
  /** A block was begun and not sent: the peer misses what that one added. */
  #hasDropped = false;

  constructor(out: OctetWriter) {
    this.#out = out;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE; the next block says that we follow. */
  limitTable(octets: number): void {
    this.#limit = Math.min(octets, INITIAL_HEADER_TABLE_OCTETS);
    this.#lowestLimit = Math.min(this.#lowestLimit, this.#limit);
  }

  /** First in a block. Says which size the table has had at least since the last one, and has now (section 4.2). */
  beginBlock(): void {
    const restarts = this.#hasDropped;
    const lowest = restarts ? 0 : this.#lowestLimit;
    if (restarts || lowest < this.#table.maxSize) this.#resize(lowest);
    if (restarts || this.#limit !== this.#table.maxSize) this.#resize(this.#limit);
    this.#lowestLimit = this.#limit;
    this.#hasDropped = false;
  }

  /** The block that was begun will not be sent. */
  dropBlock(): void {
    this.#hasDropped = true;
  }

  /** @throws InvalidField for a field that can't be sent; nothing of it was written */
  field(name: string, value: string): void {
    const known = responseFieldName(name);
    const index = known.staticValues?.get(value) ?? 0;
    if (index > 0) this.#integer(INDEXED, index);
    else if (known.literal === INCREMENTAL) this.#repeat(known, value);
    else if (known.literal === NEVER_INDEXED) this.#literal(known, known.staticIndex, checked(known, value));
    else this.#passing(known, value);
  }

  /** A field that no table keeps, though its value may be the one that was just sent. */
  #passing(known: ResponseFieldName, value: string): void {
    if (value !== known.lastValue) {
      this.#literal(known, known.staticIndex, checked(known, value));
      known.lastValue = value;
      known.lastOctets = undefined;
    } else if (known.lastOctets === undefined) {
      const from = this.#out.length;
      this.#literal(known, known.staticIndex, checked(known, value));
      known.lastOctets = Buffer.from(this.#out.octets.subarray(from, this.#out.length));
    } else this.#out.write(known.lastOctets);
  }

  /** A field of which an earlier one may be in the table. */
  #repeat(known: ResponseFieldName, value: string): void {
    const { text } = known;
    const { dynamic, length } = this.#table;
    let nameIndex = known.staticIndex;
    // Newest first; rarely more than a dozen.
    for (let i = dynamic.length - 1; i >= 0; i--) {
      const entry = dynamic[i]!;
      if (entry.name !== text) continue;
      if (entry.value === value) {
        this.#integer(INDEXED, length - i);
        return;
      }
      nameIndex ||= length - i;
    }
    const octets = checked(known, value);
    this.#literal(known, nameIndex, octets);
    this.#table.add(text, octets, text.length, octets.length);
  }

  #literal(known: ResponseFieldName, nameIndex: number, value: string): void {
    this.#integer(known.literal, nameIndex);
    if (nameIndex === 0) this.#string(known.text);
    this.#string(value);
  }

  #string(text: string): void {
    const out = this.#out;
    const coded = huffmanLength(text);
    if (coded >= text.length) {
      this.#integer(RAW, text.length);
      out.writeLatin1(text);
      return;
    }
    this.#integer(HUFFMAN_CODED, coded);
    out.reserve(coded);
    writeHuffman(text, out.octets, out.length);
    out.length += coded;
  }

  /** Section 5.1. */
  #integer({ bits, mask }: { readonly bits: number; readonly mask: number }, value: number): void {
    if (value < mask) {
      this.#out.writeUint8(bits | value);
      return;
    }
    this.#out.writeUint8(bits | mask);
    let rest = value - mask;
    for (; rest >= 0x80; rest >>>= 7) this.#out.writeUint8(0x80 | (rest & 0x7f));
    this.#out.writeUint8(rest);
  }

  #resize(octets: number): void {
    this.#integer(TABLE_SIZE, octets);
    this.#table.updateSize(octets);
  }
}

/** The value as it is sent: without blanks around it (RFC 9113 section 8.2.1). */
function checked(name: ResponseFieldName, value: string): string {
  if (isValidFieldValue(value)) return trimBlanks(value);
  throw new InvalidField(`the value of ${name.text} holds CR, LF, NUL or a character above U+00FF`);
}
