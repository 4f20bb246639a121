/**
 * The line before each chunk: `chunk-size [ chunk-ext ] CRLF` (RFC 9112 section 7.1), octet by octet.
 *
 * Extensions are checked and dropped. They are limited for each line and for the whole message: an extension a
 * chunk would otherwise be content that nobody counts.
 */
import { LimitExceeded, MalformedBody } from "../../errors";
import { CR, DEL, HEX_VALUES, HTAB, LF, SEMICOLON, SP } from "./octet";

const MAX_EXTENSION_OCTETS = 16 * 1024;

/** What the next octet belongs to. */
const Part = { SIZE: 0, BLANKS: 1, EXTENSION: 2, END: 3 } as const;
type Part = (typeof Part)[keyof typeof Part];

export class ChunkLine {
  /** Octets of the chunk, once its line is read. */
  size = 0;
  /** Index of the first octet that the last `read` did not use. */
  position = 0;
  #part: Part = Part.SIZE;
  #lineOctets = 0;
  #extensionOctets = 0;
  readonly #maxLineOctets: number;

  constructor(maxLineOctets: number) {
    this.#maxLineOctets = maxLineOctets;
  }

  /** Reads octets[from..]. true: the line is complete, and the next call begins another. */
  read(octets: Buffer, from: number): boolean {
    for (let at = from; at < octets.length; at++) {
      const octet = octets[at]!;
      if (this.#part === Part.END) {
        if (octet !== LF) throw new MalformedBody("a chunk line holds CR without LF");
        this.#part = Part.SIZE;
        this.#lineOctets = 0;
        this.position = at + 1;
        return true;
      }
      this.#takeOctet(octet);
    }
    this.position = octets.length;
    return false;
  }

  #takeOctet(octet: number): void {
    if (octet === CR) {
      // Blanks lead to an extension (BWS), never to the end: `5 \r\n` is read in two ways out there.
      const canEnd = this.#part === Part.EXTENSION || (this.#part === Part.SIZE && this.#lineOctets > 0);
      if (!canEnd) throw new MalformedBody("a chunk line has no size, or a blank behind it");
      this.#part = Part.END;
      return;
    }
    if (++this.#lineOctets > this.#maxLineOctets) {
      throw new LimitExceeded("maxChunkLineOctets", "a chunk line is too long", 400);
    }
    if (this.#part === Part.SIZE) this.#takeSizeOctet(octet);
    else this.#takeExtensionOctet(octet);
  }

  #takeSizeOctet(octet: number): void {
    const digit = HEX_VALUES[octet]!;
    if (digit >= 0) {
      this.size = this.#lineOctets === 1 ? digit : this.size * 16 + digit;
      if (this.size > Number.MAX_SAFE_INTEGER) throw new MalformedBody("a chunk size is beyond 2^53 - 1");
      return;
    }
    if (this.#lineOctets === 1) throw new MalformedBody("a chunk size is not hexadecimal");
    this.#part = Part.BLANKS;
    this.#takeExtensionOctet(octet);
  }

  #takeExtensionOctet(octet: number): void {
    if (++this.#extensionOctets > MAX_EXTENSION_OCTETS) {
      throw new LimitExceeded("maxChunkLineOctets", "the chunk extensions are too long", 400);
    }
    if (octet === SP || octet === HTAB) return;
    if (this.#part === Part.BLANKS) {
      if (octet !== SEMICOLON) throw new MalformedBody("a chunk size is not hexadecimal");
      this.#part = Part.EXTENSION;
    } else if (octet < SP || octet === DEL) {
      throw new MalformedBody("a chunk extension holds a control character");
    }
  }
}
