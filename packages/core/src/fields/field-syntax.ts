/**
 * The grammar that received fields share (RFC 9110 section 5.6): tokens and lists.
 *
 * The table serves the wire parsers, which see octets; the functions serve whoever has text. Nothing here
 * uses `trim`, `toLowerCase` or `parseInt` on text of unknown origin: they know more characters than HTTP does.
 */

/** For each octet: its lower-case form if it may stand in a token, else 0. */
export const TOKEN_OCTETS = new Uint8Array(256);
for (const octet of Buffer.from("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"))
  TOKEN_OCTETS[octet] = octet;
for (const octet of Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) TOKEN_OCTETS[octet] = octet | 0x20;

/** One or more token characters. */
export function isToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    // Beyond the table, above U+00FF, it is undefined.
    if (!TOKEN_OCTETS[text.charCodeAt(i)]) return false;
  }
  return text !== "";
}

const isBlank = (text: string, at: number): boolean => text[at] === " " || text[at] === "\t";

/** Without the SP and HTAB around it. Unlike `trim` it leaves VT and NBSP, which hide a coding from a proxy. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}

/** The members of a list of tokens, empty ones left out (RFC 9110 section 5.6.1). Knows no quoted strings. */
export function splitCommaList(value: string): string[] {
  return value
    .split(",")
    .map(trimBlanks)
    .filter((member) => member !== "");
}
