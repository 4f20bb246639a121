/** Field blocks: written by hand or by our encoder, and read back as lines of `name: value`. */
import { HpackDecoder } from "../../src/http2/wire/hpack-decoder";
import type { Field, IFieldReceiver } from "../../src/http2/wire/hpack-decoder";
import { HpackEncoder } from "../../src/http2/wire/hpack-encoder";
import { OctetWriter } from "../../src/http2/wire/octet-writer";

export class FieldRecorder implements IFieldReceiver {
  readonly fields: Field[] = [];

  get lines(): string[] {
    return this.fields.map(({ name, value }) => `${name.text}: ${value}`);
  }

  fieldReceived(field: Field): void {
    this.fields.push(field);
  }
}

/** Octets as in the appendix of RFC 7541, with blanks anywhere. */
export const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

/** Decodes a block that lies in the middle of other octets. */
export function decode(decoder: HpackDecoder, block: Buffer, receiver: IFieldReceiver): void {
  const around = Buffer.concat([Buffer.from([0xff]), block, Buffer.from([0xff])]);
  decoder.decode(around, 1, 1 + block.length, receiver);
}

export function linesOf(decoder: HpackDecoder, block: Buffer): string[] {
  const recorder = new FieldRecorder();
  decode(decoder, block, recorder);
  return recorder.lines;
}

export class TestEncoder {
  readonly #out = new OctetWriter();
  readonly hpack = new HpackEncoder(this.#out);

  /** @param fields flat: name, value, ... */
  encode(...fields: readonly string[]): Buffer {
    this.hpack.beginBlock();
    for (let i = 0; i < fields.length; i += 2) this.hpack.field(fields[i]!, fields[i + 1]!);
    return this.#out.take();
  }

  /** The block under way is not sent. */
  drop(): void {
    this.hpack.dropBlock();
    this.#out.take();
  }
}

/** The lines that a decoder reads of what an encoder wrote. */
export function throughCodec(...fields: readonly string[]): string[] {
  return linesOf(new HpackDecoder(4_096), new TestEncoder().encode(...fields));
}

/** A literal without Huffman coding. @param bits what it begins with: 0x40, 0x10 or 0 */
export function literal(name: string, value: string, bits = 0): Buffer {
  const text = (string: string): Buffer =>
    Buffer.concat([Buffer.from([string.length]), Buffer.from(string, "latin1")]);
  return Buffer.concat([Buffer.from([bits]), text(name), text(value)]);
}
