/** The options of Connection that an HTTP/1.1 server acts on (RFC 9110 section 7.6.1), as bit flags. */
import { splitCommaList } from "../../fields/field-syntax";

export const CONNECTION_CLOSE = 1;
export const CONNECTION_KEEP_ALIVE = 2;
export const CONNECTION_UPGRADE = 4;

const OPTIONS = new Map([
  ["close", CONNECTION_CLOSE],
  ["keep-alive", CONNECTION_KEEP_ALIVE],
  ["upgrade", CONNECTION_UPGRADE],
]);

/** Who wrote `keep-alive close` meant it, and to close is always safe. */
const CLOSE_BETWEEN_BLANKS = /(?:^|[ \t])close(?:$|[ \t])/;

/** @param value latin1 text, in which `toLowerCase` makes no ASCII of what was none */
export function parseConnectionOptions(value: string): number {
  // Nearly every client sends one lower-case word.
  let flags = OPTIONS.get(value);
  if (flags !== undefined) return flags;
  flags = 0;
  for (const member of splitCommaList(value.toLowerCase())) {
    flags |= OPTIONS.get(member) ?? (CLOSE_BETWEEN_BLANKS.test(member) ? CONNECTION_CLOSE : 0);
  }
  return flags;
}
