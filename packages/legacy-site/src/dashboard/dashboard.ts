/**
 * The dashboard: a resource to put anywhere in a tree, legacy or core, and what lies below its URL.
 *
 *     "", index.html   the page; the report, for a client that prefers JSON
 *     report.json      the report
 *     exchanges.json   the live exchanges
 *     events           both, as they change: server-sent events
 *     *.js, *.css, *.svg   what the page is made of
 */
import {
  bodyProducer,
  clientGone,
  DEFAULT_OPTIONS,
  InvalidOption,
  respond,
  whenClientGone,
  type ExchangeInfo,
  type IClock,
  type IRequest,
  type IResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import { isFromOtherOrigin, isFromThisMachine, type DashboardRule } from "./dashboard-access";
import { COMMON_FIELDS, readPageFiles, type PageFiles } from "./dashboard-files";
import type { IDashboardSource } from "./dashboard-source";
import { EventFeed } from "./event-feed";
import { LiveUpdates } from "./live-updates";
import { prefersJson } from "./prefers-json";
import { shownExchanges } from "./shown-exchanges";

export interface DashboardOptions {
  /**
   * Who may see it; it decides alone. Default: peers on this machine that ask for localhost, not through a proxy. A
   * rule that goes by the peer must look at `request.authority` too, or a page elsewhere can get in by DNS rebinding.
   */
  readonly allow?: DashboardRule | undefined;
  /** Milliseconds between two looks at the live exchanges. 500; the report is looked at a quarter as often. */
  readonly intervalMs?: number | undefined;
  /** Clients that may follow the events at a time. 16; the next gets 503. */
  readonly maxClients?: number | undefined;
  readonly clock?: IClock | undefined;
}

const DEFAULT_INTERVAL_MS = 500;
const DEFAULT_MAX_CLIENTS = 16;
const REPORT_EVERY = 4;
const ALLOW = { Allow: "GET, HEAD, OPTIONS" };
const REFUSAL =
  "The dashboard is shown to clients on this machine only, that ask for localhost.\n" +
  "dashboard({ allow: (request) => ... }) decides otherwise.\n";

const OPTION_NAMES: ReadonlySet<string> = new Set<keyof DashboardOptions>([
  "allow",
  "intervalMs",
  "maxClients",
  "clock",
]);

/** `allow` above all: misspelt, or no function, it would not be who decides. */
function checkOptions(options: DashboardOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTION_NAMES.has(name));
  if (unknown !== undefined) throw new InvalidOption(`there is no option ${unknown} of dashboard()`);
  const allow: unknown = options.allow;
  if (allow !== undefined && typeof allow !== "function") {
    throw new InvalidOption(`allow is a function that gets the request, as () => true; this is no function`);
  }
}

/** The targets that they were asked by. */
type OpenFeeds = Map<EventFeed, string>;

const openFeeds = new WeakMap<IDashboardSource, OpenFeeds>();

function openFeedsOf(source: IDashboardSource): OpenFeeds {
  let feeds = openFeeds.get(source);
  if (feeds === undefined) openFeeds.set(source, (feeds = new Map<EventFeed, string>()));
  return feeds;
}

export class Dashboard implements IResource {
  readonly #source: IDashboardSource;
  readonly #allow: DashboardRule;
  readonly #maxClients: number;
  readonly #updates: LiveUpdates;
  readonly #files: PageFiles = readPageFiles();
  /** Of all dashboards of that source. */
  readonly #feeds: OpenFeeds;
  #clients = 0;

  /** @throws InvalidOption */
  constructor(source: IDashboardSource, options: DashboardOptions = {}) {
    checkOptions(options);
    this.#source = source;
    this.#feeds = openFeedsOf(source);
    this.#allow = options.allow ?? isFromThisMachine;
    this.#maxClients = options.maxClients ?? DEFAULT_MAX_CLIENTS;
    this.#updates = new LiveUpdates(
      [
        { name: "exchanges", every: 1, json: () => JSON.stringify(this.#exchanges()) },
        {
          name: "report",
          every: REPORT_EVERY,
          json: () => JSON.stringify(source.migrationReport(), withoutNow),
        },
      ],
      options.clock ?? DEFAULT_OPTIONS.clock,
      options.intervalMs ?? DEFAULT_INTERVAL_MS,
    );
  }

  responseForRequest(request: IRequest, path: PathCursor): IResponse {
    // What a rule of the application returns may be a promise, which is no yes.
    if (isFromOtherOrigin(request) || (this.#allow(request) as unknown) !== true) return text(403, REFUSAL);
    const { method } = request;
    if (method === "GET" || method === "HEAD") return this.#answer(request, path);
    if (method === "OPTIONS") return respond(204, { ...COMMON_FIELDS, ...ALLOW });
    return text(405, "Method Not Allowed\n", ALLOW);
  }

  /** Ends the events of all clients, so that a server that closes need not wait for them. */
  close(): void {
    this.#updates.close();
  }

  #answer(request: IRequest, path: PathCursor): IResponse {
    const name = path.rest === "" ? "index.html" : path.remaining.join("/");
    if (name === "index.html" && prefersJson(request.headers.get("accept") ?? "")) return this.#report();
    if (path.isEnd) return respond(308, { ...COMMON_FIELDS, Location: withSlash(request, path) });
    if (name === "report.json") return this.#report();
    if (name === "exchanges.json") return json(this.#source.exchanges().filter((info) => !this.#isOwn(info)));
    if (name === "events") return this.#events(request);
    return this.#files.get(name) ?? text(404, "Not Found\n");
  }

  #report(): IResponse {
    return json(this.#source.migrationReport());
  }

  #events(request: IRequest): IResponse {
    if (this.#clients >= this.#maxClients) {
      return text(503, "As many clients follow the events as may.\n", { "Retry-After": "5" });
    }
    const feed: EventFeed = new EventFeed({
      latest: () => this.#updates.latest(),
      started: () => this.#updates.started(feed),
      stopped: () => {
        this.#feeds.delete(feed);
        this.#clients -= 1;
        this.#updates.stopped(feed);
      },
    });
    this.#feeds.set(feed, request.uri);
    this.#clients += 1;
    // A FIN is enough: nobody sends one and goes on to follow events.
    if (clientGone(request) === undefined) whenClientGone(request, () => feed.end());
    else feed.end();
    return respond(200, { ...COMMON_FIELDS, "Content-Type": "text/event-stream" }, bodyProducer(feed));
  }

  #exchanges(): object {
    return shownExchanges(this.#source.exchanges(), (exchange) => this.#isOwn(exchange));
  }

  /** Whoever looks at the dashboard does not want to see that somebody looks at the dashboard. */
  #isOwn({ method, target }: ExchangeInfo): boolean {
    return method === "GET" && [...this.#feeds.values()].includes(target);
  }
}

/** A dashboard of what `source` tells; `site.dashboard()` is one of a site. */
export function dashboardOf(source: IDashboardSource, options?: DashboardOptions): Dashboard {
  return new Dashboard(source, options);
}

/** `path.url` stays on this origin, whatever the client wrote. */
function withSlash(request: IRequest, path: PathCursor): string {
  return request.query === "" ? path.url("") : `${path.url("")}?${request.query}`;
}

/** A report that only says that time has passed is no news. */
function withoutNow(this: unknown, key: string, value: unknown): unknown {
  return key === "until" ? undefined : value;
}

function json(value: unknown): IResponse {
  const fields = { ...COMMON_FIELDS, "Content-Type": "application/json", Vary: "Accept" };
  return respond(200, fields, `${JSON.stringify(value)}\n`);
}

function text(code: number, message: string, fields: Readonly<Record<string, string>> = {}): IResponse {
  return respond(code, { ...COMMON_FIELDS, "Content-Type": "text/plain; charset=utf-8", ...fields }, message);
}
