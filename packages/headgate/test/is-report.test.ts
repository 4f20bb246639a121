/** What is taken for a report, of what a server may send. */
import { Resource, Site } from "@headgate/legacy-site";
import { isReport } from "../src/report/is-report";

type Json = Record<string, unknown>;

function report(): Json {
  const data = JSON.parse(JSON.stringify(new Site(new Resource()).migrationReport())) as Json;
  const row = {
    ...{ resource: "A", route: "/a", hook: "render_PUT", advice: "stream", skeleton: "class" },
    ...{ requests: 1, octets: 2, spooledOctets: 0, waitedMs: 3, touchedContent: 1, touchedArgs: 0 },
    forced: [{ resource: "B", route: "/b", requests: 1 }],
  };
  return { ...data, rows: [row], warnings: [{ resource: "A", route: "/a", message: "m" }] };
}

test("a report that went through JSON is one", () => {
  expect(isReport(report())).toBe(true);
});

const BROKEN: readonly (readonly [title: string, change: (data: Json) => unknown])[] = [
  ["null", () => null],
  ["an array", () => []],
  ["text", () => "report"],
  ["an empty object", () => ({})],
  ["another version", (data) => ({ ...data, version: 2 })],
  ["no totals", (data) => ({ ...data, totals: null })],
  ["totals without octets", (data) => ({ ...data, totals: { ...(data["totals"] as Json), octets: "5" } })],
  ["rows that are none", (data) => ({ ...data, rows: {} })],
  ["a row that is none", (data) => ({ ...data, rows: [null] })],
  ["a row without advice", (data) => ({ ...data, rows: [{ ...(data["rows"] as Json[])[0], advice: 1 }] })],
  [
    "a row that forces nobody in particular",
    (data) => ({ ...data, rows: [{ ...(data["rows"] as Json[])[0], forced: [1] }] }),
  ],
  ["a warning without a message", (data) => ({ ...data, warnings: [{ resource: "A", route: "/" }] })],
  ["no count of those untold", (data) => ({ ...data, untold: undefined })],
];

test.each(BROKEN)("%s is not", (_title, change) => {
  expect(isReport(change(report()))).toBe(false);
});
