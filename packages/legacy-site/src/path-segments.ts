/**
 * Paths as the two sides of the bridge see them: decoded segments that applications may move and rewrite, and
 * core's cursor, which knows the path as it was sent.
 */
import { PathCursor, type IRequest } from "@headgate/core";
import { decodeText, encodeText } from "./octets";
import { quote, unquote } from "./percent-encoding";

/** Where a walk stands, in twisted.web's words. */
export interface Segments {
  readonly prepath: string[];
  readonly postpath: string[];
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** The whole path lies ahead. Its first character is its slash. */
export function segmentsOf(path: string): Segments {
  return { prepath: [], postpath: split(path.slice(1)) };
}

/** What lies behind a cursor and ahead of it. */
export function segmentsAt(request: IRequest, cursor: PathCursor): Segments {
  // The usual case: nothing was consumed, and nobody rewrote anything.
  if (!cursor.isEnd && cursor.rest === request.path.slice(1)) return segmentsOf(request.path);
  const count = cursor.consumed.length;
  const sent = request.path.slice(1).split("/");
  // A path that somebody rewrote on the way is no longer the one that was sent.
  const isAsSent = cursor.isEnd ? count === sent.length : sent.slice(count).join("/") === cursor.rest;
  const prepath = isAsSent ? sent.slice(0, count).map(decode) : [...cursor.consumed];
  return { prepath, postpath: cursor.isEnd ? [] : split(cursor.rest) };
}

/** The cursor for a walk that stands at `prepath` and `postpath`, derived from where `base` stood. */
export function cursorAt(
  request: IRequest,
  base: PathCursor,
  prepath: readonly string[],
  postpath: readonly string[],
): PathCursor {
  const from = segmentsAt(request, base);
  const steps = prepath.length - from.prepath.length;
  const isSamePath = isEqual([...prepath, ...postpath], [...from.prepath, ...from.postpath]);
  if (isSamePath && steps >= 0) return base.consume(steps)[1];
  return PathCursor.from(prepath.map(wellFormed), postpath.map(wellFormed), base);
}

function split(rawPath: string): string[] {
  if (!rawPath.includes("/") && !rawPath.includes("%")) return [rawPath];
  const segments = rawPath.split("/");
  return rawPath.includes("%") ? segments.map(decode) : segments;
}

function decode(rawSegment: string): string {
  return decodeText(unquote(rawSegment));
}

/** Core leaves what is no UTF-8 encoded. */
function wellFormed(segment: string): string {
  return LONE_SURROGATE.test(segment) ? quote(encodeText(segment)) : segment;
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((segment, at) => segment === others[at]);
}
