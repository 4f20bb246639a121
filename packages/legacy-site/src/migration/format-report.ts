/** The report as text: a table, and below each row its advice. */
import { octetsText, requestsText, timeText } from "./amounts";
import type { MigrationReportData, MigrationRow } from "./migration-report";

const HEADINGS = [
  "RESOURCE",
  "ROUTE",
  "METHOD",
  "REQUESTS",
  "BUFFERED",
  "ON DISK",
  "WAITED",
  "READ IN",
] as const;
const NUMBERS_FROM = 3;

/** With a line feed at its end. Control characters in names and routes are escaped: routes come from trees. */
export function formatMigrationReport(report: MigrationReportData): string {
  const { totals, rows, warnings, untold } = report;
  const lines = [
    `Bodies of ${requestsText(totals.requests)} since ${report.since}: ` +
      `${totals.streamed} streamed, ${totals.buffered} buffered, ${totals.replayed} replayed, ${totals.unread} unread.`,
    `${octetsText(totals.octets)} were buffered, ${octetsText(totals.spooledOctets)} of them on disk; ` +
      `resources waited ${timeText(totals.waitedMs)} for them.`,
  ];
  if (rows.length > 0) lines.push("", ...tableOf(rows));
  else lines.push("", ...nothingToDo(totals.requests));
  if (warnings.length > 0) {
    lines.push("", "Warnings");
    for (const { resource, route, message } of warnings) lines.push(`  ${resource} at ${route}: ${message}`);
  }
  if (untold > 0)
    lines.push("", `${requestsText(untold)} came by more places than are kept; they are in the totals.`);
  return `${lines.map(printable).join("\n")}\n`;
}

function nothingToDo(requests: number): string[] {
  return requests === 0
    ? [
        "No request has had a body yet. Send one, and it is told here who waited for it:",
        "  curl --data hello URL",
      ]
    : ["Nothing was buffered that could have streamed. There is nothing to migrate."];
}

function tableOf(rows: readonly MigrationRow[]): string[] {
  const cells = rows.map(cellsOf);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]!.length)),
  );
  const lines = [alignedRow(HEADINGS, widths)];
  /** Once for a class, at however many routes it is. */
  const shown = new Set<string>();
  rows.forEach((row, at) => {
    lines.push(alignedRow(cells[at]!, widths), `  -> ${row.advice}`);
    for (const forced of row.forced) {
      lines.push(
        `     ${forced.resource} at ${forced.route} had to wait for it in ${requestsText(forced.requests)}`,
      );
    }
    if (row.skeleton === undefined) return;
    if (shown.has(row.skeleton)) lines.push("     with the same lines as above");
    else lines.push(...row.skeleton.split("\n").map((line) => `       ${line}`.trimEnd()));
    shown.add(row.skeleton);
  });
  return lines;
}

function cellsOf(row: MigrationRow): string[] {
  return [
    row.resource,
    row.route,
    row.hook,
    `${row.requests}`,
    octetsText(row.octets),
    octetsText(row.spooledOctets),
    timeText(row.waitedMs),
    `${Math.max(row.touchedContent, row.touchedArgs)}`,
  ];
}

function alignedRow(cells: readonly string[], widths: readonly number[]): string {
  const aligned = cells.map((cell, column) =>
    column < NUMBERS_FROM ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
  );
  return aligned.join("  ").trimEnd();
}

const CONTROLS = /[\0-\x1f\x7f-\x9f]/g;

function printable(line: string): string {
  return line.replace(CONTROLS, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
