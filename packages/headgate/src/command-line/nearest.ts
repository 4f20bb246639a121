/** What somebody may have meant: the nearest of some names, by insertions, deletions, changes and swaps. */

/** Undefined if none is near: more than a third of the letters differ, and more than two. */
export function nearest(given: string, names: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(given.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    const between = distance(given, name);
    // A name that has nothing in common with a short word is near to it, and no help.
    if (between < least && between < name.length) [best, least] = [name, between];
  }
  return best;
}

/** " Did you mean `x`?", or nothing. */
export function didYouMean(given: string, names: Iterable<string>): string {
  const name = nearest(given, names);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}

/** Of optimal string alignment. */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[other.length]!;
}
