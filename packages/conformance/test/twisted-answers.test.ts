/** What real Twisted was recorded to answer, and what the same app on the legacy site does, over both versions. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoint } from "@headgate/node";
import { TWINS } from "../answers/apps";
import { fitsHTTP2 } from "../src/answers/case";
import { differences } from "../src/answers/differences";
import { makeFiles } from "../src/answers/files";
import { playHTTP1 } from "../src/answers/play-http1";
import { playHTTP2 } from "../src/answers/play-http2";
import { casesOf, recordingOf } from "../src/answers/store";
import { siteOf } from "../src/answers/twin";
import { RecordingLog } from "./support/servers";

const END_WITHIN_MS = 10_000;

const files = mkdtempSync(join(tmpdir(), "twisted-answers-"));

beforeAll(() => makeFiles(files));
afterAll(() => rmSync(files, { recursive: true }));

describe.each(Object.entries(TWINS))("%s", (app, twin) => {
  const { outcomes } = recordingOf(app);
  const cases = casesOf(app);

  test("each case is recorded, and nothing else is", () => {
    expect(cases.map(({ id }) => id)).toEqual(Object.keys(outcomes));
  });

  const versions = cases.some(fitsHTTP2) ? ([1, 2] as const) : ([1] as const);
  describe.each(versions)("over HTTP/%d", (version) => {
    let endpoint: Endpoint;

    beforeAll(async () => {
      const site = await siteOf(twin, files, { log: new RecordingLog() });
      endpoint = await site.listen(0, "127.0.0.1");
    });
    afterAll(async () => {
      await endpoint.close({ graceMs: 0 });
      await twin.stop?.();
    });

    const played = version === 1 ? cases : cases.filter(fitsHTTP2);
    test.each(played.map((one) => [one.id, one] as const))("%s", async (id, one) => {
      const recorded = outcomes[id]!;
      const endWithinMs = recorded.end === "closed" ? END_WITHIN_MS : 0;
      const got = await (version === 1
        ? playHTTP1(endpoint.port, one, endWithinMs)
        : playHTTP2(endpoint.port, one));
      expect(differences(one, recorded, got, version)).toEqual([]);
    });
  });
});
