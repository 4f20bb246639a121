/**
 * What a site has seen of bodies since it was made: who looked at them, who waited, and who made others wait.
 * Kept per method of a class and route, bounded. It listens to `headgate:legacy`; nothing on the way of a request
 * knows of it.
 */
import type { ILog } from "@headgate/core";
import type { LegacyContentRefused, LegacyEvent, LegacyExchangeEnded, LegacyVisit } from "../legacy-events";
import { ErrorPage } from "../resource";
import { className } from "./class-name";
import { gainOf, HookEvidence } from "./hook-evidence";
import { hookOf, type Hook } from "./hooks";
import type { MigrationRow, MigrationTotals } from "./migration-report";
import { MigrationWarnings } from "./migration-warnings";
import { NodeEvidence } from "./node-evidence";
import { routesOf } from "./route";
import type { UnfinishedWatch } from "./unfinished-watch";

/** Methods at routes, and resources at routes. A tree that grows as it is used does not make this grow for ever. */
const MAX_KEPT = 1_000;

/** A method that could look at the body, at a route. */
interface Place {
  readonly hook: Hook;
  readonly route: string;
  /** undefined: more is not kept. */
  readonly evidence: HookEvidence | undefined;
}

export class Evidence {
  readonly since = new Date();
  readonly warnings: MigrationWarnings;
  readonly #unfinished: UnfinishedWatch;
  readonly #hooks = new Map<string, HookEvidence>();
  readonly #nodes = new Map<string, NodeEvidence>();
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

  constructor(log: ILog, unfinished: (warnings: MigrationWarnings) => UnfinishedWatch) {
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
    const rows = [...this.#hooks.values()].map((hook) => hook.row());
    return rows.sort((one, other) => gainOf(other) - gainOf(one) || other.requests - one.requests);
  }

  get nodes(): Iterable<NodeEvidence> {
    return this.#nodes.values();
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

  #ended(exchange: LegacyExchangeEnded): void {
    const { visits, answerer, collection, segments } = exchange;
    const routes = routesOf(visits, segments);
    let collector: Place | undefined;
    /** Nobody but the collector had a use for the collected body. */
    let isAvoidable = true;
    let isTold = true;
    for (const [at, visit] of visits.entries()) {
      const streams = visit.phase === "stream";
      // In the middle of the walk a core resource only hands the request on; and who streams is well.
      if (streams && (visit !== answerer || collection === undefined)) continue;
      const hook = hookOf(visit, exchange);
      if (hook === undefined) continue;
      const route = routes[at]!;
      const evidence = this.#hookAt(hook, route);
      isTold &&= evidence !== undefined;
      evidence?.visited(visit, exchange.isReadInOrder);
      if (collection?.by === visit) collector = { hook, route, evidence };
      else if (!streams) isAvoidable = false;
      else if (collector !== undefined) evidence?.forcedBy(methodOf(collector), collector.route);
    }
    if (collection !== undefined) collector?.evidence?.collected(collection, isAvoidable);
    this.#count(exchange);
    if (answerer.resource instanceof ErrorPage) return;
    const route = routes[visits.length - 1]!;
    const forcing = isAvoidable && collection?.by !== answerer ? collector : undefined;
    if (forcing !== undefined) this.#forced(answerer, route, forcing);
    const node = this.#nodeAt(answerer.resource, route);
    node?.answered(exchange, forcing && `${forcing.hook.resource} at ${forcing.route}`);
    if (!isTold || node === undefined) this.#untold += 1;
  }

  #forced({ resource, phase }: LegacyVisit, route: string, by: Place): void {
    const name = className(resource);
    by.evidence?.forced(name, route);
    if (phase !== "stream") return;
    const { resource: forcing } = by.hook;
    this.warnings.warn(
      name,
      route,
      `it streams, but ${methodOf(by)} at ${by.route} has the body collected first: if that does not look at the ` +
        `body, mark ${forcing} [CONTENT_BLIND]`,
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

  #hookAt(hook: Hook, route: string): HookEvidence | undefined {
    return keptAt(this.#hooks, `${route} ${hook.resource} ${hook.hook}`, () => new HookEvidence(hook, route));
  }

  #nodeAt(resource: object, route: string): NodeEvidence | undefined {
    const name = className(resource);
    return keptAt(this.#nodes, `${route} ${name}`, () => new NodeEvidence(name, route));
  }
}

function keptAt<T>(kept: Map<string, T>, key: string, make: () => T): T | undefined {
  const known = kept.get(key);
  if (known !== undefined || kept.size >= MAX_KEPT) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

function methodOf({ hook }: Place): string {
  return `${hook.hook} of ${hook.resource}`;
}
