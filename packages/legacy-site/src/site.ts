/**
 * A tree of legacy resources, served (twisted.web.server.Site). To listeners it is a server as core's Site is one;
 * inside it is that, with one bridge at its root.
 */
import {
  resolveOptions,
  type Awaitable,
  type ExchangeInfo,
  type IServer,
  type IServerProtocol,
  type Options,
  type ProtocolOffer,
} from "@headgate/core";
import { listen, type Endpoint, type ListenOptions } from "@headgate/node";
import { AccessLog, openLogFile, type ILogFile } from "./access-log";
import { Bridge, DEFAULT_BUFFER_BUDGET_OCTETS, DEFAULT_SPOOL_THRESHOLD_OCTETS } from "./bridge";
import type { BridgeSettings, IBridgedSite, RequestFactory } from "./bridge-settings";
import { BufferBudget } from "./buffer-budget";
import { NOT_DONE_YET } from "./constants";
import { dashboardOf, type Dashboard, type DashboardOptions } from "./dashboard/dashboard";
import { DEFAULT_FORM_OPTIONS } from "./form-args";
import { isHardenedByDefault } from "./hardened-by-default";
import { Listening } from "./listening";
import { Evidence } from "./migration/evidence";
import { keepEvidence } from "./migration/evidence-keeper";
import type { MigrationWarnings } from "./migration/migration-warnings";
import { MigrationReport } from "./migration/report";
import { ReportedSite } from "./migration/reported-site";
import { DEFAULT_UNFINISHED_WARNING_MS, UnfinishedWatch } from "./migration/unfinished-watch";
import { combinedLogFormatter, type LogFormatter } from "./log-formatters";
import { CONTENT_BLIND, isMarked, RENDERS_BLIND } from "./markers";
import { Request } from "./request";
import type { AnyResource, Rendered } from "./resource";
import { SessionKeeper } from "./session-keeper";
import { SharedClock } from "./shared-clock";
import { coreOptions, type SiteOptions } from "./site-options";
import { guardAgainstClientGone } from "./uncaught-guard";
import { childThrough, getChildForRequest } from "./walk";
import { Way } from "./way";

export class Site extends SessionKeeper implements IServer, IBridgedSite {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  readonly isLeaf = 0;
  resource: AnyResource;
  requestFactory: RequestFactory;
  displayTracebacks: boolean;
  /** Seconds; null: none. */
  readonly timeOut: number | null;
  readonly logPath: string | null;
  readonly bridgeSettings: BridgeSettings;
  readonly #logFormatter: LogFormatter;
  readonly #core: ReportedSite;
  readonly #evidence: Evidence;
  readonly #dashboards: Dashboard[] = [];
  #accessLog: AccessLog | undefined;

  constructor(resource: AnyResource, requestFactory?: RequestFactory, options?: SiteOptions);
  constructor(resource: AnyResource, options?: SiteOptions);
  constructor(resource: AnyResource, second?: RequestFactory | SiteOptions, third: SiteOptions = {}) {
    const options = typeof second === "function" ? { ...third, requestFactory: second } : (second ?? third);
    const settled = resolveOptions(coreOptions(options));
    super(options, settled);
    this.resource = resource;
    this.requestFactory = options.requestFactory ?? Request;
    this.displayTracebacks = options.displayTracebacks ?? false;
    this.timeOut = options.timeout === undefined ? 60 : options.timeout;
    this.logPath = options.logPath ?? null;
    this.#logFormatter = options.logFormatter ?? combinedLogFormatter;
    this.bridgeSettings = bridgeSettings(options, settled);
    this.#evidence = evidenceOf(this, options, settled);
    // Server is a field that resources may change or remove, so it is theirs to send, not core's.
    const root = new Bridge(this.bridgeSettings, this);
    this.#core = new ReportedSite(root, { ...settled, serverHeader: undefined }, this.#evidence.warnings);
  }

  // ---- for resources and requests ----------------------------------------------------------------------

  /** Walks from the root to the resource that answers; at once, unless one on the way gives a promise. */
  getResourceFor(request: Request): Awaitable<AnyResource> {
    request.site = this;
    request.sitepath = [...request.prepath];
    return getChildForRequest(this.resource, request);
  }

  /** A subclass finds resources in its own way, perhaps by what is in the body. */
  get looksAtContent(): boolean {
    const isOwn = this.getResourceFor !== Site.prototype.getResourceFor;
    return isOwn && !isMarked(this, CONTENT_BLIND, ["getResourceFor"]);
  }

  /** A response was finished. */
  log(request: Request): void {
    this.#accessLog?.log(request);
  }

  // ---- as a resource below another site -----------------------------------------------------------------

  /** What is below belongs to this site. */
  getChildWithDefault(name: string, request: Request): Awaitable<AnyResource> {
    request.site = this;
    return childThrough(this.resource, name, request);
  }

  /** A site is always a directory: redirects to its slash. */
  render(request: Request): Rendered {
    request.redirect(`${request.prePathURL()}/`);
    request.finish();
    return NOT_DONE_YET;
  }

  // ---- for listeners -----------------------------------------------------------------------------------

  /** Port 0: any that is free. No host: all addresses of this machine. Options: TLS, UNIX sockets and the like. */
  listen(port?: number, host?: string): Promise<Endpoint>;
  listen(options: ListenOptions): Promise<Endpoint>;
  listen(where: number | ListenOptions = 0, host?: string): Promise<Endpoint> {
    guardAgainstClientGone(this.options.log);
    const options = typeof where === "number" ? { port: where, host } : where;
    return Listening.of(listen(this, options), this.options.log);
  }

  /** The protocol of one new connection. */
  buildProtocol(offer?: ProtocolOffer): IServerProtocol {
    this.startFactory();
    return this.#core.buildProtocol(offer);
  }

  /** By ALPN, in the order of preference. */
  acceptableProtocols(): string[] {
    return ["h2", "http/1.1"];
  }

  get options(): Options {
    return this.#core.options;
  }

  /** Every request that is being received or answered now. */
  exchanges(): ExchangeInfo[] {
    return this.#core.exchanges();
  }

  /** What was seen of bodies since the site was made, and what to migrate next. */
  migrationReport(): MigrationReport {
    return new MigrationReport(this.#evidence, this.resource);
  }

  /** The report, and the exchanges that are live, as a page: a resource to put anywhere, made once. */
  dashboard(options: DashboardOptions = {}): Dashboard {
    const dashboard = dashboardOf(this, { clock: this.options.clock, ...options });
    this.#dashboards.push(dashboard);
    return dashboard;
  }

  /** A listener begins to close: nobody need follow the dashboard any more. */
  closing(): void {
    for (const dashboard of this.#dashboards) dashboard.close();
  }

  /** Opens the access log. */
  startFactory(): void {
    if (this.logPath === null || this.#accessLog !== undefined) return;
    this.#accessLog = new AccessLog(this._openLogFile(this.logPath), this.#logFormatter);
  }

  /** Closes the access log. */
  stopFactory(): void {
    this.#accessLog?.close();
    this.#accessLog = undefined;
  }

  _openLogFile(path: string): ILogFile {
    return openLogFile(path, (error) => this.options.log.error(`the access log ${path} failed`, error));
  }
}

function evidenceOf(site: Site, options: SiteOptions, { clock, log }: Options): Evidence {
  const { evidence = true, unfinishedWarningMs = DEFAULT_UNFINISHED_WARNING_MS } = options;
  const watch = (warnings: MigrationWarnings): UnfinishedWatch =>
    new UnfinishedWatch(clock, unfinishedWarningMs, warnings);
  const made = new Evidence(log, watch);
  return evidence ? keepEvidence(site, made) : made;
}

function bridgeSettings(options: SiteOptions, settled: Options): BridgeSettings {
  const { maxFormOctets, maxFormParts, maxFormPairs, serverHeader, writeStallTimeoutMs, clock, log } =
    settled;
  return {
    root: undefined,
    budget: new BufferBudget(options.bufferBudgetOctets ?? DEFAULT_BUFFER_BUDGET_OCTETS),
    spoolThresholdOctets: options.spoolThresholdOctets ?? DEFAULT_SPOOL_THRESHOLD_OCTETS,
    spoolDirectory: options.spoolDirectory,
    formOptions: {
      ...DEFAULT_FORM_OPTIONS,
      maxFormOctets,
      maxFormParts,
      maxFormPairs,
      semicolonSeparates: !(options.hardened ?? isHardenedByDefault()),
    },
    serverHeader,
    graceAfterFinMs: writeStallTimeoutMs,
    clock,
    storyClock: new SharedClock(clock),
    firstWay: Way.begin(),
    log,
  };
}
