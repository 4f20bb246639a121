/**
 * The Range field as twisted.web reads it (twisted.web.static.File): blanks around elements and empty elements are
 * overlooked, numbers may have a sign, and whatever else is wrong has the whole field ignored. `--5` is in no file.
 */

/** Of the two ends one may be missing: up to the end of the file; or that many octets before it. */
export interface AskedRange {
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** A part of a file. */
export interface FilePart {
  readonly offset: number;
  readonly size: number;
}

const ELEMENT = /^(\+?\d+)?[ \t]*-[ \t]*([+-]?\d+)?$/;

/**
 * How often one request may ask for the same octets, or for parts of any size. What asks for more is answered with
 * the file, once: nobody but an attacker has a use for it.
 */
const MAX_PARTS = 100;
const MAX_OVERLAPPING_PARTS = 10;

/** Undefined: the field is to be ignored. */
export function parseRanges(field: string): AskedRange[] | undefined {
  const mark = field.indexOf("=");
  if (mark === -1 || field.slice(0, mark).trim() !== "bytes") return undefined;
  const elements = field
    .slice(mark + 1)
    .split(",")
    .map((element) => element.trim())
    .filter((element) => element !== "");
  const ranges = elements.map(parseElement).filter((range) => range !== undefined);
  return ranges.length === 0 || ranges.length < elements.length ? undefined : ranges;
}

function parseElement(element: string): AskedRange | undefined {
  const match = ELEMENT.exec(element);
  const first = numberOf(match?.[1]);
  const last = numberOf(match?.[2]);
  if (first === undefined && last === undefined) return undefined;
  return first !== undefined && last !== undefined && first > last ? undefined : { first, last };
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/** Undefined: nothing of it is in a file of that size. */
export function partOf({ first, last }: AskedRange, size: number): FilePart | undefined {
  const offset = first ?? size - Math.min(last ?? 0, size);
  const end = first === undefined ? size : Math.min((last ?? Infinity) + 1, size);
  return offset >= size ? undefined : { offset, size: end - offset };
}

/** Whether so many parts are worth more to an attacker than to anybody else. */
export function isTooMuch(parts: readonly FilePart[], size: number): boolean {
  const total = parts.reduce((sum, part) => sum + part.size, 0);
  return parts.length > (total > size ? MAX_OVERLAPPING_PARTS : MAX_PARTS);
}
