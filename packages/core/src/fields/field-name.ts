/**
 * Checking what applications put into fields, once per name and cheaply per value (RFC 9110 sections 5.1, 5.5).
 *
 * Names repeat, so each is checked and lower-cased once and then found in a table. The table is bounded: an
 * application that makes names up from input can't make it grow.
 */
import { InvalidField } from "../errors";

const MAX_KNOWN_NAMES = 2_000;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const FORBIDDEN_IN_VALUE = /[\0\r\n]|[^\0-\xff]/;

const knownNames = new Map<string, string>();

/** The lower-case form of a field name. @throws InvalidField if it is no token */
export function internFieldName(name: string): string {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  if (!TOKEN.test(name))
    throw new InvalidField(`${JSON.stringify(name)} is not a field name: it must be a token`);
  const lower = name.toLowerCase();
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, lower);
  return lower;
}

/** Whether a value can be sent as it is: octets, and none of CR, LF and NUL. */
export function isValidFieldValue(value: string): boolean {
  return !FORBIDDEN_IN_VALUE.test(value);
}
