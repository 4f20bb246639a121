/**
 * `method SP request-target SP HTTP-version CRLF` (RFC 9112 section 3), with nothing more lenient.
 *
 * The target is any run of octets 0x21 to 0x7E; what form it has is for who routes the request.
 */
import { RemoteProtocolError } from "../../errors";
import { TOKEN_OCTETS } from "../../fields/field-syntax";
import type { OctetText } from "./octet-text";

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const DEL = 0x7f;
const VERSION = Buffer.from("HTTP/");
const DOT = 0x2e;
const ZERO = 0x30;

export class RequestLine {
  /** Empty when the line that was read last has none. */
  method = "";
  target = "";
  /** Of HTTP/1.x: 0, or 1 for every later x (RFC 9110 section 2.5). */
  minor: 0 | 1 = 1;

  /**
   * Reads the line at `from`, of which the caller knows that its end is there: a LF, or a CR and one octet more.
   *
   * @returns the index behind it
   */
  read(source: OctetText, from: number): number {
    const octets = source.octets;
    const tokenOctets = TOKEN_OCTETS;
    this.method = "";
    let at = from;
    while (tokenOctets[octets[at]!] !== 0) at++;
    if (octets[at] !== SP || at === from)
      throw refusal(octets[at], "the method is not a token and one space");
    this.method = source.cut(from, at);

    const start = ++at;
    let octet = octets[at]!;
    while (octet > SP && octet < DEL) octet = octets[++at]!;
    if (octet !== SP || at === start)
      throw refusal(octet, "the request target is not visible ASCII and one space");
    this.target = source.cut(start, at);
    return this.#readVersion(octets, at + 1);
  }

  #readVersion(octets: Buffer, from: number): number {
    let at = from;
    for (let i = 0; i < VERSION.length; i++, at++) {
      if (octets[at] !== VERSION[i])
        throw refusal(octets[at], "the request line does not end with an HTTP version");
    }
    const major = octets[at]! - ZERO;
    const minor = octets[at + 2]! - ZERO;
    if (!isDigit(major) || octets[at + 1] !== DOT || !isDigit(minor)) {
      throw new RemoteProtocolError("the HTTP version is not two digits and a dot");
    }
    if (octets[at + 3] !== CR || octets[at + 4] !== LF) {
      throw refusal(octets[at + 3], "the HTTP version is not followed by CRLF");
    }
    if (major !== 1) throw new RemoteProtocolError("this is a server for HTTP/1.0 and HTTP/1.1", 505);
    this.minor = minor === 0 ? 0 : 1;
    return at + 5;
  }
}

const isDigit = (value: number): boolean => value >= 0 && value <= 9;

function refusal(octet: number | undefined, message: string): RemoteProtocolError {
  return new RemoteProtocolError(octet === LF ? "a line ends with LF alone" : message);
}
