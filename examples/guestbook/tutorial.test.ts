/**
 * What docs/migrating-one-resource.md shows is what is there: the sources, what each step changes, and what the site
 * reports. `npm run docs:tutorial` runs this test so that it pastes what it has made, in place of what it finds.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatMigrationReport, type MigrationReportData } from "@headgate/legacy-site";
import { lineDiff } from "../support/line-diff";
import { reportOfMorning } from "./morning";
import { STEPS } from "./steps";

const PAGE = join(__dirname, "../../docs/migrating-one-resource.md");
/** A block of the page, and what is to stand in it. */
const BLOCK = /<!-- pasted: (\w+) (\d)(?: (\w+))? -->\n\n([^]*?)\n\n<!-- end -->/g;

const TEXT = readFileSync(PAGE, "utf8");

let reports: MigrationReportData[];

beforeAll(async () => {
  reports = [];
  for (const makeGuestbook of STEPS) reports.push(await reportOfMorning(makeGuestbook));
});

function sourceOf(step: number): string {
  return readFileSync(join(__dirname, `step-${step}.ts`), "utf8");
}

function classOf(source: string, name: string): string {
  const begin = source.indexOf(`class ${name} `);
  const end = source.indexOf("\n}\n", begin);
  if (begin === -1 || end === -1) throw new Error(`there is no class ${name}`);
  return source.slice(begin, end + 3);
}

/** @param step of a diff: that which it makes */
function block(kind: string, step: number, name: string | undefined): string {
  switch (kind) {
    case "class":
      return fenced("ts", classOf(sourceOf(step), name!));
    case "diff":
      return fenced("diff", lineDiff(sourceOf(step - 1), sourceOf(step)));
    case "report":
      return fenced("text", formatMigrationReport(reports[step]!));
    default:
      throw new Error(`there is nothing to paste for ${kind}`);
  }
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\`\`\``;
}

function pasted(page: string): string {
  return page.replace(BLOCK, (_, kind: string, step: string, name: string | undefined) => {
    const marker = ["pasted:", kind, step, ...(name === undefined ? [] : [name])].join(" ");
    return `<!-- ${marker} -->\n\n${block(kind, Number(step), name)}\n\n<!-- end -->`;
  });
}

test("shows each step, and the reports before and after", () => {
  const shown = [...TEXT.matchAll(BLOCK)].map(([, kind, step]) => `${kind!} ${step!}`);
  expect(shown).toEqual(expect.arrayContaining([1, 2, 3, 4, 5].map((step) => `diff ${step}`)));
  expect(shown).toEqual(expect.arrayContaining(["report 0", "report 5"]));
});

test("shows what is there (stale? npm run docs:tutorial)", () => {
  const fresh = pasted(TEXT);
  if (process.env["PASTE"] === "1") writeFileSync(PAGE, fresh);
  else expect(TEXT).toBe(fresh);
});

test("the report says what the next step does", () => {
  const first = reports.map(({ rows: [row] }) => [row?.resource, row?.hook, row?.marker]);
  expect(first).toEqual([
    ["GuestBook", "getChild", "CONTENT_BLIND"],
    ["Picture", "render_PUT", "STREAMING"],
    ["Like", "render_POST", "RENDERS_BLIND"],
    ["GuestBook", "render_POST", undefined],
    ["GuestBook", "render_POST", undefined],
    ["GuestBook", "render_POST", undefined],
  ]);
});

test("limits change nothing of the report", () => {
  expect(reports[4]).toEqual(reports[3]);
});

test("fewer requests wait, and less is collected", () => {
  const totals = reports.map(({ totals: { buffered, octets, waitedMs } }) => [buffered, octets, waitedMs]);
  expect(totals).toEqual([
    [18, 4_660_236, 23_300],
    [18, 4_660_236, 23_300],
    [15, 236, 0],
    [3, 80, 0],
    [3, 80, 0],
    [3, 80, 0],
  ]);
});
