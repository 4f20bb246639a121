/**
 * `npm run twisted:record [app...]`: with Debian's python3-twisted installed, records afresh what real Twisted answers
 * to every case, and compares the legacy site with it, live. Fails where they differ; without Twisted it says why.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TWINS } from "../answers/apps";
import { fitsHTTP2, type Outcome } from "../src/answers/case";
import { differences } from "../src/answers/differences";
import { makeFiles } from "../src/answers/files";
import { playHTTP1 } from "../src/answers/play-http1";
import { playHTTP2 } from "../src/answers/play-http2";
import { casesOf, keepRecording } from "../src/answers/store";
import { siteOf } from "../src/answers/twin";
import { TwistedProcess, twistedVersion } from "../src/answers/twisted-process";

/** Recording, it is not known whether the connection will be closed. */
const WATCH_END_MS = 200;
const END_WITHIN_MS = 3000;

const quiet = { warn: () => undefined, error: () => undefined };

async function record(app: string, files: string, twisted: string): Promise<Record<string, Outcome>> {
  const server = await TwistedProcess.start(app, files);
  try {
    const outcomes: Record<string, Outcome> = {};
    for (const played of casesOf(app)) {
      try {
        outcomes[played.id] = await playHTTP1(server.port, played, WATCH_END_MS);
      } catch (error) {
        throw new Error(`${app}, ${played.id}: ${String(error)}`, { cause: error });
      }
    }
    keepRecording({ app, twisted, outcomes });
    return outcomes;
  } finally {
    await server.stop();
  }
}

async function compare(app: string, files: string, outcomes: Record<string, Outcome>): Promise<string[]> {
  const twin = TWINS[app];
  if (twin === undefined) return [`${app}: no such app`];
  const found: string[] = [];
  for (const version of [1, 2] as const) {
    const site = await siteOf(twin, files, { log: quiet });
    const endpoint = await site.listen(0, "127.0.0.1");
    for (const played of casesOf(app)) {
      const recorded = outcomes[played.id];
      if (recorded === undefined || (version === 2 && !fitsHTTP2(played))) continue;
      const endWithinMs = recorded.end === "closed" ? END_WITHIN_MS : 0;
      const playing =
        version === 1 ? playHTTP1(endpoint.port, played, endWithinMs) : playHTTP2(endpoint.port, played);
      const differing = await playing.then(
        (got) => differences(played, recorded, got, version),
        (error: unknown) => [String(error)],
      );
      found.push(...differing.map((what) => `${app}, ${played.id}, HTTP/${version}: ${what}`));
    }
    await endpoint.close({ graceMs: 0 });
    await twin.stop?.();
  }
  return found;
}

async function main(): Promise<void> {
  const twisted = await twistedVersion();
  const files = await mkdtemp(join(tmpdir(), "twisted-record-"));
  try {
    await makeFiles(files);
    const wanted = process.argv.slice(2);
    for (const app of wanted.length > 0 ? wanted : Object.keys(TWINS)) {
      const outcomes = await record(app, files, twisted);
      const found = await compare(app, files, outcomes);
      const count = Object.keys(outcomes).length;
      console.log(`${app}: ${count} cases of Twisted ${twisted} recorded, ${found.length} differences`);
      for (const line of found) console.log(`  ${line}`);
      if (found.length > 0) process.exitCode = 1;
    }
  } finally {
    await rm(files, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
