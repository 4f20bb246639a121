/** A plan in words: what is marked, what is not and why, and where to go on. */
import type { LeftClass, MigrationPlan, PlannedMarker, Skeleton } from "./migration-plan";

export function formatPlan(
  plan: MigrationPlan,
  { write = false, skeletons = false }: { write?: boolean; skeletons?: boolean } = {},
): string {
  const reading = plan.left.filter(({ kind }) => kind === "reads");
  const unclear = plan.left.filter(({ kind }) => kind === "unclear");
  const parts = [
    section(
      write ? "Marked, for their code never touches the body:" : "Can be marked:",
      plan.markers.map(markerLine),
    ),
    section("Left, for they read the body:", reading.map(leftLine)),
    section("Left, for the code does not say whether they read the body:", unclear.map(leftLine)),
    skeletons ? "" : section("To begin with, where it should stream:", plan.skeletons.map(skeletonLines)),
    `${summary(plan, write)}\n`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function markerLine({ path, line, resource, marker }: PlannedMarker): string {
  return `${path}:${line} ${resource}: [${marker}]`;
}

function leftLine({ path, line, resource, marker, method, reason, notSimple }: LeftClass): string {
  const what = marker === undefined ? "" : ` [${marker}]`;
  const more = notSimple === undefined ? "" : `; no skeleton: ${notSimple}`;
  return `${path}:${line} ${resource}:${what} ${method === undefined ? "" : `${method} `}${reason}${more}`;
}

function skeletonLines({ path, line, resource, method, code }: Skeleton): string {
  return `${path}:${line} ${resource}: static readonly [STREAMING] = ["${method}"], and\n${code}`;
}

function summary({ markers, files, left }: MigrationPlan, isWritten: boolean): string {
  const added = `${count(markers.length, "marker")} in ${count(files.length, "file")}`;
  const verb = isWritten ? "written" : "safe to add";
  return `${added} ${verb}; ${count(left.length, "question")} left to you`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
