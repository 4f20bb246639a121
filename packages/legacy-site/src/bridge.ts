/**
 * How a legacy tree stands in a tree of core: as one resource, a leaf to core's walk, which does the rest of the
 * walk in the legacy way. A legacy Site is nothing else.
 */
import {
  DEFAULT_OPTIONS,
  type Awaitable,
  type ILog,
  type IRequest,
  type IResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import type { BridgeSettings, IBridgedSite, RequestFactory } from "./bridge-settings";
import { BufferBudget } from "./buffer-budget";
import { LegacyExchange } from "./exchange";
import { findExchange } from "./exchange-registry";
import { DEFAULT_FORM_OPTIONS } from "./form-args";
import { isHardenedByDefault } from "./hardened-by-default";
import type { LegacyWay } from "./legacy-events";
import { Request } from "./request";
import { isLegacyResource, type AnyResource } from "./resource";
import { SessionKeeper } from "./session-keeper";
import { SharedClock } from "./shared-clock";
import { getChildForRequest } from "./walk";
import { Way } from "./way";

/** Bodies of all exchanges that are collected, in memory and in files. */
export const DEFAULT_BUFFER_BUDGET_OCTETS = 1024 ** 3;
/** Below, a body is collected in memory. */
export const DEFAULT_SPOOL_THRESHOLD_OCTETS = 100_000;

export interface BridgeOptions {
  /** The site that the requests belong to; it brings all other options. */
  readonly site?: IBridgedSite & { readonly bridgeSettings: BridgeSettings };
  readonly requestFactory?: RequestFactory;
  readonly displayTracebacks?: boolean;
  readonly bufferBudgetOctets?: number;
  readonly spoolThresholdOctets?: number;
  /** Default: the system's directory for temporary files. */
  readonly spoolDirectory?: string;
  /** Departs from twisted.web where that is safer. */
  readonly hardened?: boolean;
  readonly log?: ILog;
  /** Is told of the requests that come here, for a report. Not with `site`, which keeps its own. Default: none is kept. */
  readonly evidence?: IEvidenceKeeper;
}

/** A `MigrationEvidence`. */
export interface IEvidenceKeeper {
  /** From now on the requests of `site` are noted. Returns where their ways begin. */
  keep(site: object): LegacyWay;
}

/** A legacy resource, with everything below it, as a resource of core. */
export function bridge(resource: AnyResource, options: BridgeOptions = {}): IResource {
  if (!isLegacyResource(resource))
    throw new TypeError("bridge takes a legacy resource: core's need no bridge");
  const { site } = options;
  if (site !== undefined) return new Bridge({ ...site.bridgeSettings, root: resource }, site);
  const own = new SitelessSite(resource, options);
  const way = options.evidence?.keep(own);
  return new Bridge(settingsOf(resource, options, way instanceof Way ? way : Way.begin()), own);
}

/** Also what a legacy Site is to core. */
export class Bridge implements IResource {
  /** On the root of a site: `OPTIONS *` and CONNECT are requests as any other. */
  readonly acceptsUnrouted: boolean;
  readonly #settings: BridgeSettings;
  readonly #site: IBridgedSite;

  constructor(settings: BridgeSettings, site: IBridgedSite) {
    this.acceptsUnrouted = settings.root === undefined;
    this.#settings = settings;
    this.#site = site;
  }

  /** What it stands for in a tree of core; a site's bridge is the tree. */
  get bridged(): AnyResource | undefined {
    return this.#settings.root;
  }

  responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    const { root } = this.#settings;
    const exchange = findExchange(request);
    if (exchange !== undefined && root !== undefined) return exchange.goOn(root, path);
    return new LegacyExchange(this.#settings, this.#site, request, path).begin();
  }
}

function settingsOf(root: AnyResource, options: BridgeOptions, firstWay: Way): BridgeSettings {
  return {
    root,
    budget: new BufferBudget(options.bufferBudgetOctets ?? DEFAULT_BUFFER_BUDGET_OCTETS),
    spoolThresholdOctets: options.spoolThresholdOctets ?? DEFAULT_SPOOL_THRESHOLD_OCTETS,
    spoolDirectory: options.spoolDirectory,
    formOptions: {
      ...DEFAULT_FORM_OPTIONS,
      semicolonSeparates: !(options.hardened ?? isHardenedByDefault()),
    },
    serverHeader: undefined,
    graceAfterFinMs: DEFAULT_OPTIONS.writeStallTimeoutMs,
    clock: DEFAULT_OPTIONS.clock,
    storyClock: new SharedClock(DEFAULT_OPTIONS.clock),
    firstWay,
    log: options.log ?? DEFAULT_OPTIONS.log,
  };
}

/** Stands for the site of a tree that belongs to none. */
class SitelessSite extends SessionKeeper implements IBridgedSite {
  readonly resource: AnyResource;
  readonly requestFactory: RequestFactory;
  readonly displayTracebacks: boolean;
  readonly looksAtContent = false;

  constructor(resource: AnyResource, options: BridgeOptions) {
    super(options, { clock: DEFAULT_OPTIONS.clock, log: options.log ?? DEFAULT_OPTIONS.log });
    this.resource = resource;
    this.requestFactory = options.requestFactory ?? Request;
    this.displayTracebacks = options.displayTracebacks ?? false;
  }

  getResourceFor(request: Request): Awaitable<AnyResource> {
    return getChildForRequest(this.resource, request);
  }

  log(): void {}
}
