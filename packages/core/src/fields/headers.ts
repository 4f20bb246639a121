/**
 * Field lines of one message: ordered, repeated as they came, names case-insensitive (RFC 9110 section 5).
 *
 * Values are octets as latin1 text, U+0000 to U+00FF. A parsed head becomes one of these without a copy and
 * without a look at any line; applications build theirs from a record, pairs or a flat array.
 */
import { InvalidField } from "../errors";
import { internFieldName, isValidFieldValue } from "./field-name";
import type { FieldValue, HeadersInit } from "./headers-init";

function asText(name: string, value: FieldValue): string {
  const text = typeof value === "string" ? value : String(value);
  if (!isValidFieldValue(text)) {
    throw new InvalidField(`the value of ${name} holds CR, LF, NUL or a character above U+00FF`);
  }
  return text;
}

export class Headers implements Iterable<readonly [string, string]> {
  /** Flat: lower-case name, value, ... */
  #lines: readonly string[] = [];
  /** Names as they were written, for the HTTP/1.1 wire; undefined while all are lower-case. */
  #spellings: string[] | undefined;
  #isImmutable = false;
  #isShared = false;
  /** Where an encoder keeps what it made of these lines; any change empties it. */
  encoded: unknown = undefined;

  constructor(init?: HeadersInit) {
    if (init === undefined) return;
    if (init instanceof Headers) this.#share(init);
    else if (Symbol.iterator in init) this.#appendAll(init);
    else {
      for (const name in init) {
        const value = init[name];
        if (value === undefined) continue;
        if (typeof value === "object") for (const one of value) this.append(name, one);
        else this.append(name, value);
      }
    }
  }

  /** Wraps lines that a parser has already checked: names lower-case, values trimmed. Immutable, no copy. */
  static ofParsedLines(lines: readonly string[]): Headers {
    const headers = new Headers();
    headers.#lines = lines;
    headers.#isImmutable = true;
    return headers;
  }

  /** The first line of that name, or all of them joined with ", "; of set-cookie, which can't be joined, the first. */
  get(name: string): string | undefined {
    const lines = this.#lines;
    const wanted = name.toLowerCase();
    let joined: string | undefined;
    for (let i = 0; i < lines.length; i += 2) {
      if (lines[i] !== wanted) continue;
      if (joined === undefined) joined = lines[i + 1]!;
      else if (wanted === "set-cookie") break;
      else joined += `, ${lines[i + 1]!}`;
    }
    return joined;
  }

  /** The values of all lines of that name, in order. */
  getAll(name: string): string[] {
    const lines = this.#lines;
    const wanted = name.toLowerCase();
    const values: string[] = [];
    for (let i = 0; i < lines.length; i += 2) if (lines[i] === wanted) values.push(lines[i + 1]!);
    return values;
  }

  has(name: string): boolean {
    const lines = this.#lines;
    const wanted = name.toLowerCase();
    for (let i = 0; i < lines.length; i += 2) if (lines[i] === wanted) return true;
    return false;
  }

  /** Replaces all lines of that name by this one, at the place of the first. @throws InvalidField */
  set(name: string, value: FieldValue): this {
    const lower = internFieldName(name);
    const text = asText(name, value);
    const lines = this.#own();
    const first = lines.indexOf(lower);
    // A value may equal a name, so only even places count.
    const at = first === -1 || first % 2 === 0 ? first : this.#indexOf(lower);
    if (at === -1) {
      this.#push(name, lower, text);
      return this;
    }
    lines[at + 1] = text;
    this.#respell(at, name, lower);
    this.#removeFrom(lower, at + 2);
    return this;
  }

  /** Adds a line behind all others. @throws InvalidField */
  append(name: string, value: FieldValue): this {
    const lower = internFieldName(name);
    const text = asText(name, value);
    this.#own();
    this.#push(name, lower, text);
    return this;
  }

  /** Removes all lines of that name; absent is fine. */
  delete(name: string): this {
    this.#own();
    this.#removeFrom(name.toLowerCase(), 0);
    return this;
  }

  /** Number of lines. */
  get size(): number {
    return this.#lines.length / 2;
  }

  /** Each line as [lower-case name, value], in order. */
  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    const lines = this.#lines;
    for (let i = 0; i < lines.length; i += 2) yield [lines[i]!, lines[i + 1]!];
  }

  /** Calls `visit` for each line, without the cost of an iterator. `spelled` is the name as it was written. */
  forEachLine(visit: (name: string, value: string, spelled: string) => void): void {
    const lines = this.#lines;
    const spellings = this.#spellings;
    for (let i = 0; i < lines.length; i += 2) {
      const name = lines[i]!;
      visit(name, lines[i + 1]!, spellings === undefined ? name : spellings[i / 2]!);
    }
  }

  #appendAll(init: Iterable<readonly [string, FieldValue] | string>): void {
    let name: string | undefined;
    for (const item of init) {
      if (typeof item !== "string") this.append(item[0], item[1]);
      else if (name === undefined) name = item;
      else {
        this.append(name, item);
        name = undefined;
      }
    }
    if (name !== undefined)
      throw new InvalidField(`a flat array of fields ends with the name ${name} and no value`);
  }

  /** Copy on write: both sides keep the same lines until one changes. */
  #share(other: Headers): void {
    this.#lines = other.#lines;
    this.#spellings = other.#spellings;
    this.#isShared = true;
    other.#isShared = true;
  }

  /** Makes the lines changeable, or refuses. */
  #own(): string[] {
    if (this.#isImmutable)
      throw new TypeError("the headers of a request are immutable: copy them with new Headers(...)");
    this.encoded = undefined;
    if (this.#isShared) {
      this.#lines = this.#lines.slice();
      this.#spellings = this.#spellings?.slice();
      this.#isShared = false;
    }
    return this.#lines as string[];
  }

  #push(name: string, lower: string, value: string): void {
    const lines = this.#lines as string[];
    if (this.#spellings === undefined && name !== lower) this.#startSpellings();
    this.#spellings?.push(name);
    lines.push(lower, value);
  }

  #respell(at: number, name: string, lower: string): void {
    if (this.#spellings === undefined && name !== lower) this.#startSpellings();
    if (this.#spellings !== undefined) this.#spellings[at / 2] = name;
  }

  #startSpellings(): void {
    const spellings: string[] = [];
    for (let i = 0; i < this.#lines.length; i += 2) spellings.push(this.#lines[i]!);
    this.#spellings = spellings;
  }

  #indexOf(lower: string): number {
    const lines = this.#lines;
    for (let i = 0; i < lines.length; i += 2) if (lines[i] === lower) return i;
    return -1;
  }

  #removeFrom(lower: string, from: number): void {
    const lines = this.#lines as string[];
    let kept = from;
    for (let i = from; i < lines.length; i += 2) {
      if (lines[i] === lower) continue;
      if (kept !== i) {
        lines[kept] = lines[i]!;
        lines[kept + 1] = lines[i + 1]!;
        if (this.#spellings !== undefined) this.#spellings[kept / 2] = this.#spellings[i / 2]!;
      }
      kept += 2;
    }
    lines.length = kept;
    if (this.#spellings !== undefined) this.#spellings.length = kept / 2;
  }
}
