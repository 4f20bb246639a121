/** Changes to a text that leave all of it as it is, and add to it. */

export interface Insertion {
  /** Before the character of this index. */
  readonly at: number;
  readonly text: string;
}

/** Of several at one place the first given comes first. */
export function insertInto(text: string, insertions: readonly Insertion[]): string {
  const inOrder = [...insertions].sort((a, b) => a.at - b.at);
  let done = 0;
  let result = "";
  for (const { at, text: added } of inOrder) {
    result += text.slice(done, at) + added;
    done = at;
  }
  return result + text.slice(done);
}

/** What stands in a text from one index to before another, instead of which `text` is to stand there. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The part of `text` from `from` to before `to`, with these made in it. They don't overlap. */
export function rewrite(
  text: string,
  from: number,
  to: number,
  replacements: readonly Replacement[],
): string {
  let done = from;
  let result = "";
  for (const one of [...replacements].sort((a, b) => a.from - b.from || a.to - b.to)) {
    result += text.slice(done, one.from) + one.text;
    done = one.to;
  }
  return result + text.slice(done, to);
}
