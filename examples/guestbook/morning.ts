/**
 * The same morning for every step: people sign, like, and send pictures, in memory and on a clock of its own, so that
 * what the report says of it is the same each time.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { inject, ManualClock, type InjectOptions } from "@headgate/core/testing";
import type { MigrationReportData } from "@headgate/legacy-site";
import type { MakeGuestbook } from "./steps";

const SIGNED = ["Lovely weather.", "<b>We</b> were here!", "See you next year."];
/** Octets of the picture that goes with each. */
const PICTURES = [3_200_000, 60_000, 1_400_000];
const LIKES = [5, 0, 7];

const PIECE_OCTETS = 20_000;
/** A piece takes so long to come: 200 kB a second. */
const PIECE_MS = 100;

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** Octets that come as from a client with a slow connection. */
async function* slowly(octets: number, clock: ManualClock): AsyncGenerator<Buffer> {
  for (let left = octets; left > 0; left -= PIECE_OCTETS) {
    await setImmediate();
    clock.advance(PIECE_MS);
    yield Buffer.alloc(Math.min(left, PIECE_OCTETS), "picture ");
  }
}

function* requests(clock: ManualClock): Generator<InjectOptions> {
  for (const text of SIGNED) {
    yield { method: "POST", target: "/book", headers: FORM, body: new URLSearchParams({ text }).toString() };
  }
  for (const [entry, octets] of PICTURES.entries()) {
    const headers = { "Content-Type": "image/png", "Content-Length": octets };
    const body = slowly(octets, clock);
    yield { httpVersion: "2.0", method: "PUT", target: `/book/${entry}/picture`, headers, body };
  }
  for (const [entry, count] of LIKES.entries()) {
    const headers = { "Content-Type": "application/json" };
    const like = { method: "POST", target: `/book/${entry}/like`, headers, body: '{"like":true}' };
    for (let left = count; left > 0; left -= 1) yield like;
  }
  yield { target: "/book/" };
}

/** What a guest book reports of its morning. The hours of its beginning and end are made up. */
export async function reportOfMorning(makeGuestbook: MakeGuestbook): Promise<MigrationReportData> {
  const directory = mkdtempSync(join(tmpdir(), "guestbook-"));
  const clock = new ManualClock();
  try {
    const site = makeGuestbook(directory, { clock });
    for (const request of requests(clock)) {
      const { code } = await inject(site, request);
      if (code >= 400) throw new Error(`${String(request.target)} was answered ${code}`);
    }
    const { version, totals, rows, tree, warnings, untold } = site.migrationReport();
    const hours = { since: "2026-03-02T08:15:00.000Z", until: "2026-03-02T12:00:00.000Z" };
    return { version, ...hours, totals, rows, tree, warnings, untold };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
