/**
 * The trailer section of a chunked message (RFC 9112 section 7.1.2): field lines up to an empty line.
 *
 * Fields that frame, route, authenticate or describe the message come too late there. They are checked like all
 * others and then dropped (RFC 9110 section 6.5.1), so that nobody can take them for the head's.
 */
import { LimitExceeded, MalformedBody } from "../../errors";
import { isForbiddenTrailer } from "../../fields/trailer-fields";
import { FieldLine } from "./field-line";
import { LineBuffer } from "./line-buffer";
import { CR, LF } from "./octet";
import { OctetText } from "./octet-text";

export interface TrailerLimits {
  readonly maxTrailerOctets: number;
  readonly maxFieldCount: number;
}

// A line is taken apart as soon as it is read, so one reader serves all connections.
const fieldLine = FieldLine.ofTrailerSection();

export class TrailerSection {
  readonly fields: string[] = [];
  /** Index of the first octet that the last `read` did not use. */
  position = 0;
  readonly #limits: TrailerLimits;
  readonly #line = new LineBuffer();
  #octets = 0;
  #lines = 0;

  constructor(limits: TrailerLimits) {
    this.#limits = limits;
  }

  /** Reads octets[from..]. true: the section is complete. */
  read(octets: Buffer, from: number): boolean {
    const { maxTrailerOctets } = this.#limits;
    let at = from;
    while (at < octets.length) {
      const maxOctets = maxTrailerOctets - this.#octets;
      const line = this.#line.take(octets, at, maxOctets);
      at = this.#line.position;
      this.position = at;
      if (line === undefined) {
        if (this.#line.length < maxOctets) break;
        throw new LimitExceeded("maxTrailerOctets", "the trailer section is too long", 400);
      }
      if (line[0] === CR) {
        if (line[1] !== LF) throw new MalformedBody("a line holds CR without LF");
        return true;
      }
      this.#readLine(line);
    }
    return false;
  }

  #readLine(line: Buffer): void {
    this.#octets += line.length;
    if (++this.#lines > this.#limits.maxFieldCount) {
      throw new LimitExceeded("maxFieldCount", "the trailer section has too many fields", 400);
    }
    fieldLine.read(new OctetText(line, 0, line.length), 0);
    const { name, value } = fieldLine;
    if (!isForbiddenTrailer(name.text)) this.fields.push(name.text, value);
  }
}
