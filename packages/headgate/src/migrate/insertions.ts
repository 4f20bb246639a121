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
