/**
 * The guest book of docs/migrating-one-resource.md. `npm run example:guestbook` starts it as it was, and
 * `npm run example:guestbook -- 3` as it is after the third step; when it ends, it prints its report.
 *
 *     curl -d text=hello http://127.0.0.1:8080/book
 *     curl -T picture.png http://127.0.0.1:8080/book/0/picture
 *
 * `npm run example:guestbook -- morning` has the dashboards of all steps, after the morning that the page tells of.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dashboardOf } from "@headgate/legacy-site";
import { Resource } from "@headgate/legacy-site/resource";
import { Site } from "@headgate/legacy-site/server";
import { serve } from "../support/serve";
import { reportOfMorning } from "./morning";
import { STEPS, type MakeGuestbook } from "./steps";

function serveStep(step: string, makeGuestbook: MakeGuestbook): void {
  const directory = mkdtempSync(join(tmpdir(), "guestbook-"));
  const site = makeGuestbook(directory);
  if (site.resource instanceof Resource) site.resource.putChild("dashboard", site.dashboard());
  serve(`The guest book, step ${step},`, site, () => {
    console.log(`\n${site.migrationReport().toString()}`);
    rmSync(directory, { recursive: true });
  });
}

async function serveMornings(): Promise<void> {
  const root = new Resource();
  for (const [step, makeGuestbook] of STEPS.entries()) {
    const report = await reportOfMorning(makeGuestbook);
    const source = { migrationReport: () => report, exchanges: () => [] };
    root.putChild(String(step), dashboardOf(source));
  }
  serve("Step 0 (1 to 5 beside it)", new Site(root));
}

const [wanted = "0"] = process.argv.slice(2);
const makeGuestbook = /^\d$/.test(wanted) ? STEPS[Number(wanted)] : undefined;
if (makeGuestbook !== undefined) serveStep(wanted, makeGuestbook);
else if (wanted === "morning") void serveMornings();
else {
  console.error(`there is no step ${wanted}: 0 to ${STEPS.length - 1}, or "morning"`);
  process.exitCode = 1;
}
