/**
 * Octets out of which strings are cut, latin1.
 *
 * Crossing from octets to a string has a price whatever the length. A long stretch pays it once and is cut as
 * text; a short one is cut as octets, and the short strings that come again and again are kept.
 */
import { InternTable } from "./intern-table";

const SHORT_STRETCH = 200;

const shortTexts = new InternTable((octets) => ({ octets }));

export class OctetText {
  readonly octets: Buffer;
  readonly end: number;
  readonly #from: number;
  readonly #text: string | undefined;

  /** Of octets[from..end). */
  constructor(octets: Buffer, from: number, end: number) {
    this.octets = octets;
    this.end = end;
    this.#from = from;
    this.#text = end - from < SHORT_STRETCH ? undefined : octets.toString("latin1", from, end);
  }

  /** The text of octets[start..end). */
  cut(start: number, end: number): string {
    const text = this.#text;
    if (text !== undefined) return text.substring(start - this.#from, end - this.#from);
    return start === end ? "" : shortTexts.intern(this.octets, start, end).octets;
  }
}
