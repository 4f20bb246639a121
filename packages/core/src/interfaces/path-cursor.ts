/** Where a walk stands in the path of a request. Immutable: a step makes a new cursor. */
export interface PathCursor {
  /** Decoded segments behind the cursor (twisted.web: prepath). */
  readonly consumed: readonly string[];
  /** Decoded segments ahead of the cursor (twisted.web: postpath). */
  readonly remaining: readonly string[];
  /** What is ahead, raw: still percent-encoded, without a leading slash or the query. */
  readonly rest: string;
  /** Nothing is ahead. */
  readonly isEnd: boolean;
  /** Takes `count` segments: them, and the cursor behind them. @throws RangeError if there are fewer. */
  consume(count: number): readonly [readonly string[], PathCursor];
  /** Takes all that remain. */
  consumeAll(): readonly [readonly string[], PathCursor];
  /** An absolute-path reference to `consumed` plus `segments`, percent-encoded, for links. */
  url(...segments: string[]): string;
}
