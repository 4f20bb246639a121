/**
 * A field value with parameters, `form-data; name="a"; filename="b"`, read as Python's cgi.parse_header does:
 * leniently, and the last parameter of a name counts. Linear in the length of the value.
 */
export interface ParameterizedValue {
  /** What stands before the first `;`. */
  readonly value: string;
  /** Lower-case name -> value, unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
}

export function parseParameterizedValue(field: string): ParameterizedValue {
  const [value = "", ...pieces] = splitAtSemicolons(field).map(stripBlanks);
  const parameters = new Map<string, string>();
  for (const piece of pieces) {
    const equals = piece.indexOf("=");
    if (equals === -1) continue;
    parameters.set(
      stripBlanks(piece.slice(0, equals)).toLowerCase(),
      withoutQuotes(stripBlanks(piece.slice(equals + 1))),
    );
  }
  return { value, parameters };
}

/** A `;` between quotes is text; a quote after a backslash neither opens nor closes. */
function splitAtSemicolons(field: string): string[] {
  const pieces = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < field.length; at++) {
    const char = field[at];
    if (char === '"' && field[at - 1] !== "\\") isQuoted = !isQuoted;
    if (char === ";" && !isQuoted) {
      pieces.push(field.slice(start, at));
      start = at + 1;
    }
  }
  return [...pieces, field.slice(start)];
}

function withoutQuotes(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replaceAll("\\\\", "\\").replaceAll('\\"', '"');
}

/** ASCII white space off both ends; `trim` takes more, and a pattern ending in `+$` is quadratic. */
function stripBlanks(octets: string): string {
  let start = 0;
  let end = octets.length;
  while (start < end && isBlank(octets.charCodeAt(start))) start++;
  while (end > start && isBlank(octets.charCodeAt(end - 1))) end--;
  return octets.slice(start, end);
}

/** Space, and HT, LF, VT, FF, CR. */
export function isBlank(octet: number): boolean {
  return octet === 0x20 || (octet >= 0x09 && octet <= 0x0d);
}
