/** Whether what somebody sent is a report: as much of its shape as is used here. */
import type { MigrationReportData, MigrationRow } from "@headgate/legacy-site";

const TOTALS = [
  "requests",
  "streamed",
  "buffered",
  "replayed",
  "unread",
  "octets",
  "spooledOctets",
  "waitedMs",
];
const ROW_TEXTS = ["resource", "route", "hook", "advice"];
const ROW_NUMBERS = ["requests", "octets", "spooledOctets", "waitedMs", "touchedContent", "touchedArgs"];
const WARNING_TEXTS = ["resource", "route", "message"];

export function isReport(data: unknown): data is MigrationReportData {
  if (!isObject(data)) return false;
  const { version, since, totals, rows, warnings, untold } = data as Partial<MigrationReportData>;
  return (
    (version as number) === 1 &&
    typeof since === "string" &&
    typeof untold === "number" &&
    isObject(totals) &&
    haveAll("number", totals, TOTALS) &&
    Array.isArray(rows) &&
    rows.every(isRow) &&
    Array.isArray(warnings) &&
    warnings.every((warning: unknown) => isObject(warning) && haveAll("string", warning, WARNING_TEXTS))
  );
}

function isRow(row: unknown): boolean {
  if (!isObject(row) || !haveAll("string", row, ROW_TEXTS) || !haveAll("number", row, ROW_NUMBERS))
    return false;
  const { forced, skeleton } = row as Partial<MigrationRow>;
  return (
    (skeleton === undefined || typeof skeleton === "string") &&
    Array.isArray(forced) &&
    forced.every(
      (one: unknown) =>
        isObject(one) &&
        haveAll("string", one, ["resource", "route"]) &&
        haveAll("number", one, ["requests"]),
    )
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function haveAll(type: "string" | "number", value: object, names: readonly string[]): boolean {
  return names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === type);
}
