/**
 * What HPACK (RFC 7541) needs of hpack.js: the static table, the Huffman code, and the dynamic table with its eviction.
 *
 * Its compressor and decompressor are left where they are. They look names up in plain objects, so that a value
 * `constructor` becomes another field; they know no limits, and cost more than the coding itself.
 */
import hpack from "hpack.js";
import type { Table } from "hpack.js";

export type DynamicTable<Name> = Table<Name>;

/** RFC 7541 appendix A; index 1 is the first. */
export const STATIC_TABLE = hpack["static-table"].table;

/** [bits, code] for each octet, and for EOS behind them (RFC 7541 appendix B). */
export const HUFFMAN_CODES = hpack.huffman.encode;

export const EOS = 256;

/** A dynamic table of at most `maxOctets`. */
export function createTable<Name>(maxOctets: number): DynamicTable<Name> {
  return hpack.table.create({ maxSize: maxOctets });
}

/** The first bits of a field representation, with the bits that are left for an integer (RFC 7541 section 6). */
export const Representation = {
  INDEXED: { bits: 0x80, mask: 0x7f },
  /** Literal, added to the dynamic table. */
  INCREMENTAL: { bits: 0x40, mask: 0x3f },
  TABLE_SIZE: { bits: 0x20, mask: 0x1f },
  /** Literal that no one on the way may index either. */
  NEVER_INDEXED: { bits: 0x10, mask: 0x0f },
  NOT_INDEXED: { bits: 0x00, mask: 0x0f },
} as const;
