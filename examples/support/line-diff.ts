/** What changed between two short texts, as `diff -u` shows it. */

/** Lines of both around a change. */
const CONTEXT = 2;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Without the names of the files; "" for two that are the same. */
export function lineDiff(before: string, after: string): string {
  const lines = linesOf(before.trimEnd().split("\n"), after.trimEnd().split("\n"));
  const hunks: string[] = [];
  let [oldAt, newAt] = [1, 1];
  for (let at = 0; at < lines.length;) {
    const end = isNearChange(lines, at) ? endOfHunk(lines, at) : at + 1;
    const part = lines.slice(at, end);
    const oldCount = part.filter(({ sign }) => sign !== "+").length;
    const newCount = part.filter(({ sign }) => sign !== "-").length;
    if (isNearChange(lines, at)) {
      hunks.push(`@@ -${oldAt},${oldCount} +${newAt},${newCount} @@`);
      hunks.push(...part.map(({ sign, text }) => `${sign}${text}`.trimEnd()));
    }
    oldAt += oldCount;
    newAt += newCount;
    at = end;
  }
  return hunks.map((line) => `${line}\n`).join("");
}

function isNearChange(lines: readonly Line[], at: number): boolean {
  return lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== " ");
}

function endOfHunk(lines: readonly Line[], from: number): number {
  let end = from;
  while (end < lines.length && isNearChange(lines, end)) end += 1;
  return end;
}

/** What goes stands before what comes. */
function linesOf(before: readonly string[], after: readonly string[]): Line[] {
  const common = commonLengths(before, after);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      lines.push({ sign: " ", text: before[i]! });
      i += 1;
      j += 1;
    } else if (i < before.length && (common[i + 1]![j] ?? 0) >= (common[i]![j + 1] ?? -1)) {
      lines.push({ sign: "-", text: before[i]! });
      i += 1;
    } else {
      lines.push({ sign: "+", text: after[j]! });
      j += 1;
    }
  }
  return lines;
}

/** [i][j]: of the longest common subsequence of what follows line i of one, and line j of the other. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] =
        before[i] === after[j]
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}
