/** The migration report of a core Site with bridged trees in it. A legacy Site keeps its own. */
import { DEFAULT_OPTIONS, type ExchangeInfo, type IClock, type ILog, type IResource } from "@headgate/core";
import type { LegacyWay } from "./legacy-events";
import { Evidence } from "./migration/evidence";
import { keepEvidence } from "./migration/evidence-keeper";
import { MigrationReport } from "./migration/report";
import { DEFAULT_UNFINISHED_WARNING_MS, UnfinishedWatch } from "./migration/unfinished-watch";
import { Way } from "./way";

export interface MigrationEvidenceOptions {
  /** For warnings. Default: the console. */
  readonly log?: ILog | undefined;
  readonly clock?: IClock | undefined;
  /** As of a legacy Site. Milliseconds; Infinity: never. Default 300,000. */
  readonly unfinishedWarningMs?: number | undefined;
}

/** What of a core Site the report shows. */
export interface IEvidentSite {
  readonly root: IResource;
  exchanges(): readonly ExchangeInfo[];
}

/**
 * Given to each bridge of a site, it tells of all of them together; requests that never come to a bridge are not
 * counted, since they wait for nobody.
 *
 *     const evidence = new MigrationEvidence();
 *     const old = bridge(root, { evidence });
 *     evidence.site = new Site(tree({ old, dashboard: dashboardOf(evidence) }));
 */
export class MigrationEvidence {
  readonly #evidence: Evidence;
  readonly #firstWay = Way.begin();
  /** Whose tree and exchanges are shown. */
  site: IEvidentSite | undefined;

  constructor(options: MigrationEvidenceOptions = {}) {
    const { log = DEFAULT_OPTIONS.log, clock = DEFAULT_OPTIONS.clock, unfinishedWarningMs } = options;
    const limitMs = unfinishedWarningMs ?? DEFAULT_UNFINISHED_WARNING_MS;
    this.#evidence = new Evidence(log, (warnings) => new UnfinishedWatch(clock, limitMs, warnings));
  }

  /** For `bridge`: from now on the requests of `site` are noted. All bridges share what is kept of ways. */
  keep(site: object): LegacyWay {
    keepEvidence(site, this.#evidence);
    return this.#firstWay;
  }

  /** What was seen of bodies since this was made, and what to migrate next. */
  migrationReport(): MigrationReport {
    return new MigrationReport(this.#evidence, this.site?.root ?? {});
  }

  /** Every request that is being received or answered now. */
  exchanges(): readonly ExchangeInfo[] {
    return this.site?.exchanges() ?? [];
  }
}
