/**
 * Field blocks in, fields out (RFC 7541 sections 3 and 6).
 *
 * Whoever receives the fields counts them, and ends it by throwing: what a block expands to is not known before
 * (CVE-2016-6581). A block whose fields are not wanted is decoded all the same, for the table.
 */
import { BlockReader, compressionError } from "./block-reader";
import { fieldName, FieldRole } from "./field-name";
import type { FieldName } from "./field-name";
import { createTable, Representation, STATIC_TABLE } from "./hpack";
import type { DynamicTable } from "./hpack";
import { INITIAL_HEADER_TABLE_OCTETS } from "./settings";
import type { IHeaderTable } from "./settings";

export interface Field {
  readonly name: FieldName;
  readonly value: string;
  /** That of its name, or `MALFORMED` for a value that no field may have. */
  readonly role: FieldRole;
}

export interface IFieldReceiver {
  /** One field, in order. A throw ends the connection. */
  fieldReceived(field: Field): void;
}

const STATIC_FIELDS: readonly Field[] = STATIC_TABLE.map(({ name, value }) => {
  const known = fieldName(Buffer.from(name), 0, name.length);
  return { name: known, value, role: known.role };
});

const { INDEXED, INCREMENTAL, TABLE_SIZE, NOT_INDEXED } = Representation;
const MAX_SIZE_UPDATES = 2;

// A block is read as soon as it is there, so one reader serves all connections.
const reader = new BlockReader();

export class HpackDecoder implements IHeaderTable {
  readonly #table: DynamicTable<Field>;
  /** What the peer may choose a table size up to: our setting, once it is acknowledged. */
  #limit = INITIAL_HEADER_TABLE_OCTETS;

  /** @param headerTableOctets the greatest limit there will be */
  constructor(headerTableOctets: number) {
    this.#table = createTable(Math.max(headerTableOctets, INITIAL_HEADER_TABLE_OCTETS));
    this.#table.updateSize(INITIAL_HEADER_TABLE_OCTETS);
  }

  /** From the next block on; if that is less than the table has now, the block must begin by saying so. */
  limitTable(octets: number): void {
    this.#limit = octets;
  }

  /**
   * Decodes the block octets[from..end). After a throw the decoder is of no more use.
   *
   * @throws H2ConnectionError COMPRESSION_ERROR, or what the receiver throws
   */
  decode(octets: Buffer, from: number, end: number, receiver: IFieldReceiver): void {
    reader.open(octets, from, end);
    this.#readSizeUpdates();
    while (!reader.isEnded) {
      const first = reader.peek();
      if (first >= INDEXED.bits) {
        receiver.fieldReceived(this.#lookUp(reader.readInteger(INDEXED.mask)));
      } else if (first >= INCREMENTAL.bits) {
        const field = this.#readLiteral(INCREMENTAL.mask);
        this.#table.add(field, field.value, field.name.text.length, field.value.length);
        receiver.fieldReceived(field);
      } else if (first >= TABLE_SIZE.bits) {
        throw compressionError("a table size update is not at the beginning of its block");
      } else receiver.fieldReceived(this.#readLiteral(NOT_INDEXED.mask));
    }
  }

  /** Two at most: the smallest size since the last block, and the final one (section 4.2). */
  #readSizeUpdates(): void {
    let updates = 0;
    for (; !reader.isEnded && isSizeUpdate(reader.peek()); updates++) {
      const octets = reader.readInteger(TABLE_SIZE.mask);
      if (updates === MAX_SIZE_UPDATES) throw compressionError("a block changes the table size three times");
      if (octets > this.#limit) throw compressionError(`a table of ${octets} octets was not allowed`);
      this.#table.updateSize(octets);
    }
    if (this.#table.maxSize > this.#limit)
      throw compressionError("the table was not made smaller, as we asked");
  }

  #readLiteral(mask: number): Field {
    const index = reader.readInteger(mask);
    const name = index === 0 ? reader.readName() : this.#lookUp(index).name;
    const value = reader.readValue();
    return { name, value, role: reader.isValidValue ? name.role : FieldRole.MALFORMED };
  }

  #lookUp(index: number): Field {
    if (index > STATIC_FIELDS.length) {
      const entry = this.#table.dynamic[this.#table.length - index];
      if (entry !== undefined) return entry.name;
    } else if (index > 0) return STATIC_FIELDS[index - 1]!;
    throw compressionError(`there is no field ${index}`);
  }
}

const isSizeUpdate = (octet: number): boolean => octet >= TABLE_SIZE.bits && octet < INCREMENTAL.bits;
