/**
 * Header fields with any number of values each (twisted.web.http_headers.Headers).
 *
 * Names compare without case and come out in their canonical case. Values are octets inside and text
 * outside (see octets.ts). A value keeps no line break and no NUL, and a name must be a token, so nothing
 * that an application puts in here can split a response.
 */
import { InvalidField } from "@headgate/core";
import { decodeText, encodeText } from "./octets";

/** Text, or the octets themselves. */
export type HeaderValue = string | Uint8Array;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export class Headers {
  /** Lower-case name -> octets, in the order of first insertion. */
  readonly #fields = new Map<string, string[]>();

  constructor(raw: Readonly<Record<string, readonly HeaderValue[]>> = {}) {
    for (const [name, values] of Object.entries(raw)) this.setRawHeaders(name, values);
  }

  /** From fields that a channel has validated: lower-case names, values as octets. */
  static fromOctets(fields: Iterable<readonly [name: string, octets: string]>): Headers {
    const headers = new Headers();
    for (const [name, octets] of fields) headers.#append(name, octets);
    return headers;
  }

  copy(): Headers {
    const copy = new Headers();
    for (const [name, values] of this.#fields) copy.#fields.set(name, [...values]);
    return copy;
  }

  hasHeader(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#fields.delete(name.toLowerCase());
  }

  /** Replaces all values of `name`. */
  setRawHeaders(name: string, values: readonly HeaderValue[]): void {
    if (!Array.isArray(values)) throw new TypeError(`Header entry ${name} should be an array of values`);
    this.#fields.set(keyOf(name), values.map(octetsOf));
  }

  addRawHeader(name: string, value: HeaderValue): void {
    this.#append(keyOf(name), octetsOf(value));
  }

  /** All values in order; `fallback` where there is none. */
  getRawHeaders(name: string): string[] | undefined;
  getRawHeaders<T>(name: string, fallback: T): string[] | T;
  getRawHeaders(name: string, fallback?: unknown): unknown {
    const values = this.#fields.get(name.toLowerCase());
    return values?.length ? values.map(decodeText) : fallback;
  }

  /** [canonical name, values] of each field. */
  *getAllRawHeaders(): Generator<[name: string, values: string[]]> {
    for (const [name, values] of this.#fields) yield [canonicalName(name), values.map(decodeText)];
  }

  /** Sets one value that is known to be good: `name` in lower case, the value as octets. For the framework. */
  setOctets(name: string, octets: string): void {
    this.#fields.set(name, [octets]);
  }

  /** The octets of the values as they stand, for the framework: another array after each `setRawHeaders`. */
  valuesOf(name: string): readonly string[] | undefined {
    return this.#fields.get(name);
  }

  /** What goes on the wire: [canonical name, octets] of each field line. */
  octets(): [name: string, octets: string][] {
    const lines: [string, string][] = [];
    for (const [name, values] of this.#fields) {
      const canonical = canonicalName(name);
      for (const value of values) lines.push([canonical, value]);
    }
    return lines;
  }

  /** The same fields with the same values; the order of names does not matter. */
  equals(other: Headers): boolean {
    if (this.#fields.size !== other.#fields.size) return false;
    return [...this.#fields].every(([name, values]) => {
      const others = other.#fields.get(name);
      return others?.length === values.length && values.every((value, index) => value === others[index]);
    });
  }

  [Symbol.for("nodejs.util.inspect.custom")](): Record<string, string[]> {
    return Object.fromEntries(this.getAllRawHeaders());
  }

  #append(key: string, octets: string): void {
    const values = this.#fields.get(key);
    if (values) values.push(octets);
    else this.#fields.set(key, [octets]);
  }
}

/** Checked before it is lower-cased: outside ASCII that makes letters of what was none (the Kelvin sign). */
function keyOf(name: string): string {
  if (!TOKEN.test(name)) throw new InvalidField(`${JSON.stringify(name)} is not a header name`);
  return name.toLowerCase();
}

function octetsOf(value: HeaderValue): string {
  if (typeof value === "string") return onOneLine(encodeText(value));
  if (value instanceof Uint8Array) return onOneLine(Buffer.from(value).toString("latin1"));
  throw new TypeError(`Header value is ${typeof value}, not text or bytes`);
}

/** The lines of a value joined with spaces, as in twisted.web; a NUL, which may not be sent, becomes one too. */
function onOneLine(octets: string): string {
  return /[\r\n\0]/.test(octets)
    ? octets.replace(/(?:\r\n|\r|\n)$/, "").replace(/\r\n|[\r\n\0]/g, " ")
    : octets;
}

const UNUSUAL_CASE = new Map(
  ["Content-MD5", "DNT", "ETag", "P3P", "TE", "WWW-Authenticate", "X-XSS-Protection"].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

/** Applications use few names, and those again and again; a client's could be any, so this is bounded. */
const MAX_KNOWN_NAMES = 500;
const knownNames = new Map(UNUSUAL_CASE);

/** `x-forwarded-for` -> `X-Forwarded-For`. */
export function canonicalName(name: string): string {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const canonical = UNUSUAL_CASE.get(lower) ?? lower.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, canonical);
  return canonical;
}
