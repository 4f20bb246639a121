/** Reads the parameters of a Digest Authorization field (RFC 9110 section 11.4). Linear in its length. */
import type { DigestFields } from "../cred/digested-credentials";

const PARAMETER = /[\s,]*([^\s=,"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;

/** Names in lower case, values unquoted. undefined: malformed, or one name comes twice. */
export function parseDigestFields(text: string): DigestFields | undefined {
  const fields = new Map<string, string>();
  let at = 0;
  while (!isRest(text, at)) {
    PARAMETER.lastIndex = at;
    const found = PARAMETER.exec(text);
    if (found === null) return undefined;
    at = PARAMETER.lastIndex;
    const [, name = "", quoted, plain = ""] = found;
    const key = name.toLowerCase();
    if (fields.has(key)) return undefined;
    fields.set(key, quoted === undefined ? plain : quoted.replace(/\\(.)/g, "$1"));
  }
  return fields;
}

/** Nothing follows but blanks and commas. */
function isRest(text: string, at: number): boolean {
  while (at < text.length && /[\s,]/.test(text.charAt(at))) at++;
  return at === text.length;
}
