/**
 * What a site has seen of bodies since it was made: who looked at them, who waited, and who made others wait. It
 * listens to `headgate:legacy`; nothing on the way of a request knows of it. Requests are counted by the way that they
 * went; what follows for classes and routes is found out when somebody asks.
 */
import type { ILog } from "@headgate/core";
import type { LegacyContentRefused, LegacyEvent, LegacyExchangeEnded, LegacyWay } from "../legacy-events";
import { gainOf, hooksSeen } from "./hook-evidence";
import type { MigrationRow, MigrationTotals } from "./migration-report";
import { MigrationWarnings } from "./migration-warnings";
import { nodesSeen, type NodeEvidence } from "./node-evidence";
import type { UnfinishedWatch } from "./unfinished-watch";
import { WayTally } from "./way-tally";

export class Evidence {
  readonly since = new Date();
  readonly warnings: MigrationWarnings;
  readonly #log: ILog;
  readonly #unfinished: UnfinishedWatch;
  readonly #tallies = new Map<LegacyWay, WayTally>();
  /** Of requests whose ways are not kept: they are in the totals only. */
  readonly #untold = new WayTally(undefined);
  readonly #untoldStreams = new WayTally(undefined);
  #requests = 0;
  /** Of the request before. */
  #last = this.#untold;

  constructor(log: ILog, unfinished: (warnings: MigrationWarnings) => UnfinishedWatch) {
    this.#log = log;
    this.warnings = new MigrationWarnings(log);
    this.#unfinished = unfinished(this.warnings);
  }

  get totals(): MigrationTotals {
    const totals = {
      requests: this.#requests,
      streamed: 0,
      buffered: 0,
      replayed: 0,
      unread: 0,
      octets: 0,
      spooledOctets: 0,
      waitedMs: 0,
    };
    for (const tally of this.#all()) {
      const { requests, collected } = tally;
      const streams = tally === this.#untoldStreams || tally.way?.step.phase === "stream";
      totals[streams ? "streamed" : "unread"] += requests - collected;
      totals[streams ? "replayed" : "buffered"] += collected;
      totals.octets += tally.octets;
      totals.spooledOctets += tally.spooledOctets;
      totals.waitedMs += tally.waitedMs;
    }
    return { ...totals, waitedMs: Math.round(totals.waitedMs) };
  }

  *#all(): Generator<WayTally> {
    yield* [this.#untold, this.#untoldStreams];
    yield* this.#tallies.values();
  }

  /** Requests that are in the totals only. */
  get untold(): number {
    return this.#untold.requests + this.#untoldStreams.requests;
  }

  /** Most to gain first. */
  rows(): MigrationRow[] {
    const rows = hooksSeen(this.#tallies.values()).map((hook) => hook.row());
    return rows.sort((one, other) => gainOf(other) - gainOf(one) || other.requests - one.requests);
  }

  get nodes(): Iterable<NodeEvidence> {
    return nodesSeen(this.#tallies.values());
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

  /** A fault of ours, or of code in the tree that was asked for names. */
  failed(error: unknown): void {
    this.#log.error("the migration report missed a request", error);
  }

  #ended(exchange: LegacyExchangeEnded): void {
    if (exchange.failure !== undefined) this.failed(exchange.failure);
    const tally = this.#tallyOf(exchange);
    const isFirst = tally.collected === 0;
    tally.add(exchange, (this.#requests += 1));
    if (isFirst && tally.collected > 0) this.#warnOfForced(tally);
  }

  #tallyOf({ way, phase }: LegacyExchangeEnded): WayTally {
    if (way === undefined) return phase === "stream" ? this.#untoldStreams : this.#untold;
    // Many requests go the way of the one before.
    if (this.#last.way === way) return this.#last;
    let tally = this.#tallies.get(way);
    if (tally === undefined) this.#tallies.set(way, (tally = new WayTally(way)));
    return (this.#last = tally);
  }

  #warnOfForced({ way, verdict: { forcedBy: by } }: WayTally): void {
    if (by === undefined || way?.step.phase !== "stream") return;
    this.warnings.warn(
      way.step.resource,
      way.step.route,
      `it streams, but ${by.hook} of ${by.resource} at ${by.route} has the body collected first: if that does not ` +
        `look at the body, mark ${by.resource} [CONTENT_BLIND]`,
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
}
