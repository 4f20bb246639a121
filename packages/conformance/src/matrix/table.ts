/** The outcomes as lines of text: one for each parent, child and version, as far as its bodies came to the same. */
import type { BodyKind } from "./kinds";
import type { Outcome } from "./walk";

const WIDTHS = [32, 25, 9, 22, 9, 6] as const;

export function headLine(): string {
  return line(["parent", "child", "version", "bodies", "way", "exact"], "first octet out after last in, ms");
}

/** Of one parent and one child. @param isFull one line for each body */
export function linesOf(outcomes: readonly Outcome[], isFull: boolean): string[] {
  return groupsOf(outcomes, isFull).map((group) => {
    const first = group[0]!;
    const { parent, child, version } = first;
    const bodies = isFull ? nameOf(first.body) : `${group.length} of ${bodyCountOf(outcomes)}`;
    const way = group.find((outcome) => outcome.way !== "empty")?.way ?? first.way ?? "nothing";
    const exact = group.every(({ isExact }) => isExact) ? "yes" : "NO";
    const faults = [...new Set(group.flatMap((outcome) => outcome.faults))];
    const fault = faults.length === 0 ? "" : `  WRONG: ${faults.join("; ")}`;
    return line([parent.name, child.name, version, bodies, way, exact], rangeOf(group) + fault);
  });
}

/** A body that never was goes with whatever the others came to. */
function groupsOf(outcomes: readonly Outcome[], isFull: boolean): Outcome[][] {
  const groups = new Map<unknown, Outcome[]>();
  const sorted = [...outcomes].sort(
    (one, other) => Number(one.way === "empty") - Number(other.way === "empty"),
  );
  for (const outcome of isFull ? outcomes : sorted) {
    const { version, way, faults } = outcome;
    const similar = [...groups.values()].find(
      (group) => group[0]?.version === version && faults.length === 0,
    );
    const key = isFull ? outcome : [version, way, ...faults].join("|");
    const group = !isFull && way === "empty" && similar !== undefined ? similar : groups.get(key);
    if (group === undefined) groups.set(key, [outcome]);
    else group.push(outcome);
  }
  return [...groups.values()];
}

function bodyCountOf(outcomes: readonly Outcome[]): number {
  return new Set(outcomes.map(({ body }) => nameOf(body))).size;
}

function nameOf({ octets, isDeclared }: BodyKind): string {
  return `${octets.toLocaleString("en")} ${isDeclared ? "declared" : "unknown"}`;
}

function rangeOf(group: readonly Outcome[]): string {
  const times = group.filter(({ way }) => way !== "empty" || group.length === 1);
  const sorted = times.map(({ firstAfterLastMs }) => firstAfterLastMs).sort((one, other) => one - other);
  const [least, most] = [sorted[0] ?? NaN, sorted.at(-1) ?? NaN];
  const shown = (ms: number): string => (ms > 0 ? "+" : "") + ms.toFixed(2);
  return sorted.length === 1 ? shown(least) : `${shown(least)} to ${shown(most)}`;
}

function line(cells: readonly string[], last: string): string {
  return [...cells.map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0)), last].join(" ").trimEnd();
}
