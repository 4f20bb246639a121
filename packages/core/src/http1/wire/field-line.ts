/**
 * One field line of a head or a trailer section (RFC 9112 section 5), read strictly: no fold, no blank before
 * the colon, no line end but CRLF. A line that needs repair is refused, because somebody in front of us may
 * have repaired it differently.
 */
import { MalformedBody, RemoteProtocolError } from "../../errors";
import { TOKEN_OCTETS } from "../../fields/field-syntax";
import { findSuccessor, internFieldName, NO_FIELD_NAME, setSuccessor } from "./field-name";
import type { OctetText } from "./octet-text";

// In CommonJS an imported constant is loaded again in every turn of a loop, one of this file is not.
const HTAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const COLON = 0x3a;

const isBlank = (octet: number | undefined): boolean => octet === SP || octet === HTAB;

export class FieldLine {
  /** Of the line read last. */
  name = NO_FIELD_NAME;
  /** Of the line read last, without the blanks around it. */
  value = "";
  readonly #Refusal: typeof RemoteProtocolError;

  private constructor(Refusal: typeof RemoteProtocolError) {
    this.#Refusal = Refusal;
  }

  static ofHead(): FieldLine {
    return new FieldLine(RemoteProtocolError);
  }

  static ofTrailerSection(): FieldLine {
    return new FieldLine(MalformedBody);
  }

  /**
   * Reads the line at `from`, of which the caller knows that its end is there: a LF, or a CR and one octet more.
   *
   * @returns the index behind it
   */
  read(source: OctetText, from: number): number {
    const octets = source.octets;
    const successor = findSuccessor(this.name, octets, from);
    let at: number;
    if (successor === undefined) {
      at = this.#readName(octets, from);
    } else {
      this.name = successor;
      at = from + successor.prefix.length;
    }
    while (isBlank(octets[at])) at++;

    const start = at;
    let octet = octets[at]!;
    while (octet !== CR && octet !== LF && octet !== 0) {
      at++;
      while (octets[at]! > CR) at++;
      octet = octets[at]!;
    }
    if (octet !== CR || octets[at + 1] !== LF) throw this.#refuseValue(octet);
    let end = at;
    while (end > start && isBlank(octets[end - 1])) end--;
    this.value = source.cut(start, end);
    return at + 2;
  }

  /** Returns the index behind the colon. */
  #readName(octets: Buffer, from: number): number {
    const tokenOctets = TOKEN_OCTETS;
    let at = from;
    while (tokenOctets[octets[at]!] !== 0) at++;
    if (octets[at] !== COLON || at === from) throw this.#refuseName(octets, from, at);
    const name = internFieldName(octets, from, at);
    setSuccessor(this.name, name);
    this.name = name;
    return at + 1;
  }

  #refuseName(octets: Buffer, from: number, at: number): RemoteProtocolError {
    const octet = octets[at];
    if (octet === CR || octet === LF) return new this.#Refusal("a field line has no colon");
    if (at > from && isBlank(octet))
      return new this.#Refusal("a blank stands before the colon of a field line");
    if (isBlank(octet)) return new this.#Refusal("a field line is folded");
    return new this.#Refusal(at === from ? "a field line has no name" : "a field name is not a token");
  }

  #refuseValue(octet: number): RemoteProtocolError {
    if (octet === 0) return new this.#Refusal("a field value holds NUL");
    return new this.#Refusal(octet === LF ? "a line ends with LF alone" : "a line holds CR without LF");
  }
}
