/**
 * What `headgate migrate` does for a running site: the report of the guest book before and after its diff was applied,
 * of the same requests.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MigrationReportData } from "@headgate/legacy-site";
import { formatDiff, planMigration } from "../../src/migrate";
import { ROOT } from "./programs";

const TELL = `
import { reportOfMorning } from "./morning";
import { STEPS } from "./steps";
void reportOfMorning(STEPS[0]!).then((report) => process.stdout.write(JSON.stringify(report)));
`;

let folder = "";

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-report-")));
  for (const name of ["examples/guestbook", "examples/tsconfig.json", "tsconfig.base.json"]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "examples/guestbook/tell.ts"), TELL);
});

afterAll(() => rmSync(folder, { recursive: true }));

function report(): MigrationReportData {
  const tsNode = join(ROOT, "node_modules/ts-node/dist/bin.js");
  const words = ["-C", "@headgate/source", tsNode, "-T", "examples/guestbook/tell.ts"];
  return JSON.parse(
    execFileSync(process.execPath, words, { cwd: folder, encoding: "utf8" }),
  ) as MigrationReportData;
}

function placesOf({ rows }: MigrationReportData): string[] {
  return rows.map(({ resource, hook }) => `${hook} of ${resource}`).sort();
}

test("the report shows what stopped being buffered", () => {
  const before = report();
  const plan = planMigration({ paths: ["examples/guestbook/step-0.ts"], cwd: folder });
  execFileSync("git", ["apply"], { cwd: folder, input: formatDiff(plan) });
  const after = report();
  expect(placesOf(before)).toEqual([
    "getChild of GuestBook",
    "render_POST of GuestBook",
    "render_POST of Like",
    "render_PUT of Picture",
  ]);
  expect(placesOf(after)).toEqual(["render_POST of GuestBook", "render_PUT of Picture"]);
  expect(after.totals.requests).toBe(before.totals.requests);
  const likes = 12;
  expect(before.totals).toMatchObject({ unread: 0, buffered: before.totals.requests });
  expect(after.totals).toMatchObject({ unread: likes, buffered: before.totals.requests - likes });
  expect(before.totals.octets - after.totals.octets).toBe(likes * '{"like":true}'.length);
}, 120_000);
