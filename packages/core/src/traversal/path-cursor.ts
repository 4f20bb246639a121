/**
 * Where a walk stands: the raw path, an offset into it, and nothing else until somebody asks.
 *
 * Segments are twisted.web's postpath: the path minus its first character, split on `/`, each then decoded.
 * `/` is one empty segment; `` (the authority form) has none. A segment that does not decode stays as written.
 */
import type { PathCursor as Contract } from "../interfaces/path-cursor";
import { decodeSegment, encodeSegment } from "./path-segment";

/** A path under way. Its identity, not its text, is what tells one walk from another. */
interface WalkedPath {
  readonly raw: string;
  /** The cursor that this path was rebuilt from. */
  readonly base: WalkCursor | undefined;
}

const FIRST_SEGMENT = 1;
const SLASH = 47;
const PERCENT = 37;
const NO_SEGMENTS: readonly string[] = Object.freeze([]);

export class WalkCursor implements Contract {
  readonly #path: WalkedPath;
  /** Where `rest` begins; behind the last segment it is one past the length, as if a slash followed. */
  readonly #offset: number;
  #consumed: readonly string[] | undefined = undefined;
  #remaining: readonly string[] | undefined = undefined;
  /** Where the next segment ends; -1 until it was looked for. */
  #firstEnd = -1;
  #isFirstEncoded = false;

  private constructor(path: WalkedPath, offset: number) {
    this.#path = path;
    this.#offset = offset;
  }

  /** At the start of `rawPath`, as it stands in the request: percent-encoded, without the query. */
  static of(rawPath: string): WalkCursor {
    return new WalkCursor({ raw: rawPath, base: undefined }, FIRST_SEGMENT);
  }

  /**
   * Rebuilt from decoded segments, for code that rewrites paths. It derives from `base`, and while the path
   * as a whole is that of `base` it keeps the raw form.
   *
   * @throws URIError for a segment with half a surrogate pair
   */
  static from(consumed: readonly string[], remaining: readonly string[], base?: Contract): WalkCursor {
    const origin = base === undefined ? undefined : walkCursor(base);
    if (origin !== undefined) {
      const ahead = consumed.length - origin.consumed.length;
      const isSamePath = isEqual([...consumed, ...remaining], [...origin.consumed, ...origin.remaining]);
      if (isSamePath && ahead >= 0) return origin.consume(ahead)[1];
    }
    const behind = consumed.map(slashed).join("");
    const raw = behind + remaining.map(slashed).join("");
    return new WalkCursor({ raw, base: origin }, behind.length + 1);
  }

  get consumed(): readonly string[] {
    return (this.#consumed ??= segmentsOf(this.#path.raw, FIRST_SEGMENT, this.#offset - 1));
  }

  get remaining(): readonly string[] {
    return (this.#remaining ??= segmentsOf(this.#path.raw, this.#offset, this.#path.raw.length));
  }

  get rest(): string {
    return this.#path.raw.slice(this.#offset);
  }

  get isEnd(): boolean {
    return this.#offset > this.#path.raw.length;
  }

  consume(count: number): readonly [readonly string[], WalkCursor] {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${count} is no number of segments`);
    const { raw } = this.#path;
    let end = this.#offset - 1;
    for (let taken = 0; taken < count; taken++) {
      if (end >= raw.length) throw new RangeError(`${count} segments asked for, ${taken} remain`);
      const slash = raw.indexOf("/", end + 1);
      end = slash === -1 ? raw.length : slash;
    }
    return this.#stepTo(end);
  }

  consumeAll(): readonly [readonly string[], WalkCursor] {
    return this.#stepTo(this.isEnd ? this.#offset - 1 : this.#path.raw.length);
  }

  /**
   * Every segment is encoded anew, down to unreserved characters. It never reads as `//host`: an empty first
   * segment is written `/.//`, which resolves to the same segments.
   *
   * @throws URIError for a segment with half a surrogate pair
   */
  url(...segments: string[]): string {
    const reference = [...this.consumed, ...segments].map(slashed).join("");
    return reference.startsWith("//") ? `/.${reference}` : reference || "/";
  }

  // ---- for the walk: the same answers without arrays -----------------------------------------------------

  /** `remaining[0]`; not at the end. */
  get first(): string {
    const raw = this.#path.raw.slice(this.#offset, this.#endOfFirst());
    return this.#isFirstEncoded ? decodeSegment(raw) : raw;
  }

  /** `consume(1)[1]`; not at the end. */
  get afterFirst(): WalkCursor {
    return new WalkCursor(this.#path, this.#endOfFirst() + 1);
  }

  /** Whether this was made by consuming from `other`, or rebuilt from such a cursor. */
  derivesFrom(other: WalkCursor): boolean {
    if (this.#path === other.#path) return this.#offset >= other.#offset;
    return this.#path.base?.derivesFrom(other) ?? false;
  }

  /** Whether this stands at the same place of the same raw path. */
  equals(other: WalkCursor): boolean {
    return this.#offset === other.#offset && this.#path.raw === other.#path.raw;
  }

  /** Whether less remains here than there. */
  isPast(other: WalkCursor): boolean {
    if (this.#path === other.#path) return this.#offset > other.#offset;
    return this.remaining.length < other.remaining.length;
  }

  #endOfFirst(): number {
    if (this.#firstEnd !== -1) return this.#firstEnd;
    const { raw } = this.#path;
    let end = this.#offset;
    for (; end < raw.length; end++) {
      const char = raw.charCodeAt(end);
      if (char === SLASH) break;
      if (char === PERCENT) this.#isFirstEncoded = true;
    }
    return (this.#firstEnd = end);
  }

  /** What lies between here and `end`, and the cursor behind it. */
  #stepTo(end: number): readonly [readonly string[], WalkCursor] {
    const taken = segmentsOf(this.#path.raw, this.#offset, end);
    return Object.freeze([taken, end < this.#offset ? this : new WalkCursor(this.#path, end + 1)] as const);
  }
}

/** As a type, the contract, so that applications may name it; as a value, the class. */
export type PathCursor = Contract;
export const PathCursor = WalkCursor;

/** Only cursors of this class know their walk. @throws TypeError for any other */
export function walkCursor(path: Contract): WalkCursor {
  if (path instanceof WalkCursor) return path;
  throw new TypeError("expected a cursor that PathCursor has made");
}

/** The segments between two offsets. `end` before `start` says that there is none, not even an empty one. */
function segmentsOf(raw: string, start: number, end: number): readonly string[] {
  if (end < start) return NO_SEGMENTS;
  const text = raw.slice(start, end);
  // A step of one segment is the common one, and takes half the time without split and map.
  return Object.freeze(text.includes("/") ? text.split("/").map(decodeSegment) : [decodeSegment(text)]);
}

function slashed(segment: string): string {
  return `/${encodeSegment(segment)}`;
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((segment, at) => segment === others[at]);
}
