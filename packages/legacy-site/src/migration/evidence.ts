/**
 * What a site has seen of bodies since it was made: who looked at them, who waited, and who made others wait.
 * Kept per method of a class and route, bounded. It listens to `headgate:legacy`; nothing on the way of a request
 * knows of it.
 */
import type { ILog } from "@headgate/core";
import type { LegacyContentRefused, LegacyEvent, LegacyExchangeEnded, LegacyVisit } from "../legacy-events";
import { staticChildren } from "./children";
import { gainOf, type HookEvidence } from "./hook-evidence";
import { looksFirst } from "./hooks";
import type { MigrationRow, MigrationTotals } from "./migration-report";
import { MigrationWarnings } from "./migration-warnings";
import type { NodeEvidence } from "./node-evidence";
import { ANY, Place } from "./place";
import type { UnfinishedWatch } from "./unfinished-watch";

/** Classes at routes. A tree that grows as it is used does not make this grow for ever. */
const MAX_PLACES = 1_000;

export class Evidence {
  readonly since = new Date();
  readonly warnings: MigrationWarnings;
  readonly #log: ILog;
  readonly #unfinished: UnfinishedWatch;
  readonly #budget = { left: MAX_PLACES };
  /** Above the request, or the site where that looks first. */
  readonly #top = new Place(this, "/", this.#budget);
  readonly #totals = {
    requests: 0,
    streamed: 0,
    buffered: 0,
    replayed: 0,
    unread: 0,
    octets: 0,
    spooledOctets: 0,
    waitedMs: 0,
  };
  #untold = 0;
  /** What is above the first resource of ours: the root of a core Site. */
  above: object | undefined = undefined;

  constructor(log: ILog, unfinished: (warnings: MigrationWarnings) => UnfinishedWatch) {
    this.#log = log;
    this.warnings = new MigrationWarnings(log);
    this.#unfinished = unfinished(this.warnings);
  }

  get totals(): MigrationTotals {
    return { ...this.#totals, waitedMs: Math.round(this.#totals.waitedMs) };
  }

  /** Requests that are in the totals only. */
  get untold(): number {
    return this.#untold;
  }

  /** Most to gain first. */
  rows(): MigrationRow[] {
    const rows = [...this.#top.hooks()].map((hook) => hook.row());
    return rows.sort((one, other) => gainOf(other) - gainOf(one) || other.requests - one.requests);
  }

  get nodes(): Iterable<NodeEvidence> {
    return this.#top.nodes();
  }

  record(event: LegacyEvent): void {
    switch (event.type) {
      case "ended":
        this.#ended(event);
        break;
      case "refused":
        this.#refused(event);
        break;
      case "parked":
        this.#unfinished.parked(event.request, event.resource);
        break;
    }
  }

  /** `record` threw: a fault of ours, or of a getter in the tree. */
  failed(error: unknown): void {
    this.#log.error("the migration report missed a request", error);
  }

  #ended(exchange: LegacyExchangeEnded): void {
    const { answerer, collection } = exchange;
    this.#count(exchange);
    let place: Place | undefined = this.#top;
    let collector: HookEvidence | undefined;
    /** Nobody but the collector had a use for the collected body. */
    let isAvoidable = true;
    let parent: LegacyVisit | undefined;
    for (let visit: LegacyVisit | undefined = exchange.first; visit !== undefined; visit = visit.next) {
      // The request itself, where it does not look, is in nobody's way.
      if (visit.phase === "received" && collection?.by !== visit) {
        parent = visit;
        continue;
      }
      place = this.#next(place, parent, visit, exchange);
      if (place === undefined) {
        this.#untold += 1;
        return;
      }
      parent = visit;
      const isCollector = collection?.by === visit;
      const streams = visit.phase === "stream";
      // In the middle of the walk a core resource only hands the request on; and who streams is well.
      if (streams && (visit !== answerer || collection === undefined)) continue;
      if (!visit.couldLook && !isCollector) continue;
      // It had no turn: the body was refused, or the client left before it was in.
      if (!streams && collection === undefined) continue;
      const hook = place.hookOf(visit, exchange);
      hook.visited(visit, exchange.isReadInOrder, collection?.octets ?? 0);
      if (isCollector) collector = hook;
      else if (!streams) isAvoidable = false;
      else if (collector !== undefined) hook.forcedBy(collector.name, collector.route);
    }
    if (collection !== undefined) collector?.collected(collection, isAvoidable);
    const { node } = place;
    if (node === undefined) return;
    const forcing = isAvoidable && collection?.by !== answerer ? collector : undefined;
    if (forcing !== undefined) this.#forced(node, answerer, forcing);
    node.answered(exchange, forcing && `${forcing.resource} at ${forcing.route}`);
  }

  /** Names are found out where a request does not go the way of the one before. */
  #next(
    place: Place,
    parent: LegacyVisit | undefined,
    visit: LegacyVisit,
    exchange: LegacyExchangeEnded,
  ): Place | undefined {
    const { segments } = exchange;
    const owner = ownerOf(visit, exchange);
    const segment = parent?.depth === visit.depth - 1 ? segments[parent.depth] : undefined;
    if (parent !== undefined && segment !== undefined) {
      const known = place.asBefore(parent.resource, segment, owner);
      if (known !== undefined) return known;
    }
    const names = namesBetween(parent, visit, segments, this.above);
    return place.to(owner, names, parent?.resource, segment);
  }

  #forced({ resource, route }: NodeEvidence, { phase }: LegacyVisit, by: HookEvidence): void {
    by.forced(resource, route);
    if (phase !== "stream") return;
    this.warnings.warn(
      resource,
      route,
      `it streams, but ${by.name} at ${by.route} has the body collected first: if that does not look at the body, ` +
        `mark ${by.resource} [CONTENT_BLIND]`,
    );
  }

  #refused({ resource, phase, what, request }: LegacyContentRefused): void {
    const fix =
      phase === "stream"
        ? "read the body with readBody, collect or iterate, and the query with request.searchParams"
        : `take [${phase === "render" ? "RENDERS_BLIND" : "CONTENT_BLIND"}] away from it`;
    this.warnings.warn(
      resource,
      request.path,
      `it asked for request.${what}, which is not collected for it (${request.method}): ${fix}`,
      resource,
    );
  }

  #count({ collection, answerer }: LegacyExchangeEnded): void {
    const totals = this.#totals;
    const streams = answerer.phase === "stream";
    totals.requests += 1;
    if (collection === undefined) {
      if (streams) totals.streamed += 1;
      else totals.unread += 1;
      return;
    }
    if (streams) totals.replayed += 1;
    else totals.buffered += 1;
    totals.octets += collection.octets;
    if (collection.isSpooled) totals.spooledOctets += collection.octets;
    totals.waitedMs += collection.waitedMs;
  }
}

/** What comes first is the request; or the site, if that one looks. */
function ownerOf({ phase, resource }: LegacyVisit, exchange: LegacyExchangeEnded): object {
  return phase === "received" && looksFirst(exchange) ? exchange.site : resource;
}

/** Of the segments from one visit to the next; undefined: none were taken. */
function namesBetween(
  parent: LegacyVisit | undefined,
  { depth }: LegacyVisit,
  segments: readonly string[],
  above: object | undefined,
): string | undefined {
  if (parent === undefined || depth <= parent.depth) return undefined;
  let node: object | undefined = parent.phase === "received" ? above : parent.resource;
  let names = "";
  for (let at = parent.depth; at < depth; at += 1) {
    const segment = segments[at] ?? ANY;
    node = node && staticChildren(node).get(segment);
    const name = node === undefined ? ANY : segment;
    names = at === parent.depth ? name : `${names}/${name}`;
  }
  return names;
}
