/** What one method of one class has been seen to do, at one route. */
import type { LegacyStep, LegacyWay } from "../legacy-events";
import { adviceFor, type CountedRow } from "./advice";
import type { ForcedResource, MigrationRow } from "./migration-report";
import { stepsOf, type WayTally } from "./way-tally";

/** Of those who had to wait: more are counted with the first ones' requests, not named. */
const MAX_NAMED = 20;

/** A millisecond that a resource waited weighs as much as so many octets on their way to a file and back. */
const OCTETS_PER_MS = 100_000;

export class HookEvidence {
  readonly #step: LegacyStep;
  readonly #counts = {
    requests: 0,
    collected: 0,
    octets: 0,
    maxOctets: 0,
    spooledOctets: 0,
    waitedMs: 0,
    avoidableOctets: 0,
    avoidableMs: 0,
    touchedContent: 0,
    touchedArgs: 0,
    readInOrder: 0,
  };
  readonly #forced = new Map<string, ForcedResource>();
  readonly #forcedBy = new Map<string, ForcedResource>();

  constructor(step: LegacyStep) {
    this.#step = step;
  }

  /** Requests came by here, on their way to where they were answered. */
  add({ ordinal, isCollector, step }: LegacyWay, tally: WayTally): void {
    const { collected, octets, waitedMs, verdict } = tally;
    const counts = this.#counts;
    counts.requests += collected;
    counts.maxOctets = Math.max(counts.maxOctets, tally.maxOctets);
    counts.touchedContent += tally.touchedContent[ordinal] ?? 0;
    counts.touchedArgs += tally.touchedArgs[ordinal] ?? 0;
    counts.readInOrder += tally.readInOrder[ordinal] ?? 0;
    if (step.phase === "stream" && verdict.collector !== undefined) {
      const { hook, resource, route } = verdict.collector;
      count(this.#forcedBy, `${hook} of ${resource}`, route, collected);
    }
    if (!isCollector) return;
    counts.collected += collected;
    counts.octets += octets;
    counts.spooledOctets += tally.spooledOctets;
    counts.waitedMs += waitedMs;
    if (!verdict.isAvoidable) return;
    counts.avoidableOctets += octets;
    counts.avoidableMs += waitedMs;
    const answerer = tally.way?.step;
    if (verdict.forcedBy === undefined || answerer === undefined || answerer.isErrorPage) return;
    count(this.#forced, answerer.resource, answerer.route, collected);
  }

  row(): MigrationRow {
    const { resource, route, hook } = this.#step;
    const counted: CountedRow = {
      resource,
      route,
      hook,
      ...this.#counts,
      waitedMs: Math.round(this.#counts.waitedMs),
      avoidableMs: Math.round(this.#counts.avoidableMs),
      forced: [...this.#forced.values()],
      ...(this.#forcedBy.size > 0 ? { forcedBy: [...this.#forcedBy.values()] } : {}),
    };
    return { ...counted, ...adviceFor(counted) };
  }
}

/** Of all who had their turn while there was collected content, and could have looked at it. */
export function hooksSeen(tallies: Iterable<WayTally>): HookEvidence[] {
  const hooks = new Map<string, HookEvidence>();
  for (const tally of tallies) {
    if (tally.collected === 0) continue;
    for (const way of stepsOf(tally.way)) {
      if (!hasRow(way, tally)) continue;
      const { resource, route, hook } = way.step;
      const key = `${route} ${resource} ${hook}`;
      let evidence = hooks.get(key);
      if (evidence === undefined) hooks.set(key, (evidence = new HookEvidence(way.step)));
      evidence.add(way, tally);
    }
  }
  return [...hooks.values()];
}

/** In the middle of the walk a core resource only hands the request on. */
function hasRow({ step, isCollector }: LegacyWay, tally: WayTally): boolean {
  if (step.phase === "stream") return step === tally.way?.step;
  return step.couldLook || isCollector;
}

/**
 * What there is to gain, in milliseconds; less than nothing where there is nothing to do. What others below would
 * have collected all the same counts for half: they have to be changed too.
 */
export function gainOf({ marker, avoidableMs, avoidableOctets, waitedMs, octets }: MigrationRow): number {
  if (marker === undefined) return -1;
  return (avoidableMs + waitedMs + (avoidableOctets + octets) / OCTETS_PER_MS) / 2;
}

function count(
  resources: Map<string, ForcedResource>,
  resource: string,
  route: string,
  requests: number,
): void {
  const key = `${route} ${resource}`;
  const known = resources.get(key);
  if (known === undefined && resources.size >= MAX_NAMED) return;
  resources.set(key, { resource, route, requests: (known?.requests ?? 0) + requests });
}
