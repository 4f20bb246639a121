/** Random mixed trees, in memory: the leaf gets the exact body once, and what may stream is never collected. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { gunzipSync } from "node:zlib";
import { Site as CoreSite } from "@headgate/core";
import { inject, type Injected } from "@headgate/core/testing";
import { Site, type LegacyEvent } from "@headgate/legacy-site";
import fc from "fast-check";
import { CHILDREN } from "../src/matrix/children";
import { expected } from "../src/matrix/expected";
import { UNREAD, Witness, type ChildKind, type ParentKind } from "../src/matrix/kinds";
import { ALL_PARENTS, AUTHORIZATION, isCore } from "../src/matrix/parents";
import { RecordingLog } from "./support/servers";

const FIELDS = { host: "127.0.0.1", authorization: AUTHORIZATION, "accept-encoding": "gzip" };
/** Some bodies go through a file, some do not. */
const SPOOL_THRESHOLD_OCTETS = 200;

const collected: unknown[] = [];
const heard = (event: unknown): void => {
  const ended = event as LegacyEvent;
  if (ended.type === "ended" && ended.collection !== undefined) collected.push(ended.collection);
};
beforeEach(() => subscribe("headgate:legacy", heard));
afterEach(() => {
  unsubscribe("headgate:legacy", heard);
});

interface Sent {
  readonly pieces: readonly Uint8Array[];
  readonly isDeclared: boolean;
  readonly httpVersion: "1.1" | "2.0";
}

const sent = fc.record({
  pieces: fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }),
  isDeclared: fc.boolean(),
  httpVersion: fc.constantFrom("1.1", "2.0"),
});

async function* flow(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await new Promise((resolve) => setImmediate(resolve));
    yield piece;
  }
}

/** One request through all the parents, the first above. */
async function ask(
  parents: readonly ParentKind[],
  child: ChildKind,
  rest: readonly string[],
  { pieces, isDeclared, httpVersion }: Sent,
): Promise<{ answer: Injected; modes: readonly string[]; used: number }> {
  const witness = new Witness();
  const root = parents.reduceRight((below, parent) => parent.above(below), child.make(witness));
  const log = new RecordingLog();
  const site = isCore(root)
    ? new CoreSite(root, { log })
    : new Site(root, { log, spoolThresholdOctets: SPOOL_THRESHOLD_OCTETS });
  witness.site = site;
  const target = `/${[...parents.flatMap(({ segments }) => segments), ...rest].join("/")}`;
  const body = isDeclared ? Buffer.concat(pieces) : flow(pieces);
  const answer = await inject(site, { method: child.method, target, headers: FIELDS, body, httpVersion });
  const used = site instanceof Site ? site.bridgeSettings.budget.used : 0;
  return { answer, modes: witness.modes(target), used };
}

test("a random tree of all kinds", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...ALL_PARENTS), { maxLength: 4 }),
      fc.constantFrom(...CHILDREN),
      fc.constantFrom([], ["rest"], ["re", "st", ""]),
      sent,
      async (parents, child, rest, body) => {
        collected.length = 0;
        const whole = Buffer.concat(body.pieces);
        const { answer, modes, used } = await ask(parents, child, rest, body);
        const { isDeclared } = body;
        const { way } = expected(parents, child, { octets: whole.length, isDeclared });
        const isGzip = answer.headers.get("content-encoding") === "gzip";
        const content = isGzip ? gunzipSync(answer.body) : answer.body;
        expect([answer.code, answer.isComplete]).toEqual([200, true]);
        expect(content.toString("latin1")).toBe(
          child.way === "renders blind" ? UNREAD : whole.toString("latin1"),
        );
        const isCollected = way === "buffered" || way === "replayed";
        expect(modes).toEqual([isCollected ? way : "streaming"]);
        // Once, whoever asked; and never for who streams below parents that do not look.
        expect(collected).toHaveLength(isCollected ? 1 : 0);
        expect(used).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});
