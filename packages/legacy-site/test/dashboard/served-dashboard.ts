/** A dashboard of numbers that a test sets, in a tree, and its clients in memory. */
import { leaf, respond, Site as CoreSite, tree, type ExchangeInfo } from "@headgate/core";
import { ManualClock, readResponses, StringTransport, type WireResponse } from "@headgate/core/testing";
import {
  dashboardOf,
  type Dashboard,
  type DashboardOptions,
  type IDashboardSource,
  type MigrationReportData,
} from "../../src/index";
import { Journal } from "../support/connection";

export const EVENTS = "GET /admin/dash/events";
/** Between two looks at the numbers, unless the dashboard is told otherwise. */
export const INTERVAL_MS = 500;

export const REPORT: MigrationReportData = {
  version: 1,
  since: "2026-01-01T00:00:00.000Z",
  until: "2026-01-01T01:00:00.000Z",
  totals: {
    ...{ requests: 0, streamed: 0, buffered: 0, replayed: 0, unread: 0 },
    ...{ octets: 0, spooledOctets: 0, waitedMs: 0 },
  },
  rows: [],
  tree: {
    ...{ name: "", route: "/", resource: "Root", kind: "legacy", state: "blind" },
    ...{ requests: 0, octets: 0, waitedMs: 0, children: [] },
  },
  warnings: [],
  untold: 0,
};

export function exchangeInfo(id: number, of: Partial<ExchangeInfo> = {}): ExchangeInfo {
  return {
    ...{ id, method: "PUT", target: "/up", httpVersion: "1.1", peer: "192.0.2.1", resource: "Upload" },
    ...{ received: 0, expected: undefined, taken: 0, waiting: 0, pausedMs: 0, ageMs: 0 },
    ...{ mode: "streaming", isAnswering: false },
    ...of,
  };
}

/** Says what the test has it say. */
export class FakeSource implements IDashboardSource {
  report: MigrationReportData = REPORT;
  live: readonly ExchangeInfo[] = [];
  reports = 0;
  looks = 0;

  migrationReport(): MigrationReportData {
    this.reports++;
    return this.report;
  }

  exchanges(): readonly ExchangeInfo[] {
    this.looks++;
    return this.live;
  }
}

const LOOPBACK = { type: "TCP", host: "127.0.0.1", port: 50_000 } as const;

export interface ClientOptions {
  readonly peer?: StringTransport["peer"];
  /** Unsent octets at which its connection is full. */
  readonly capacity?: number;
}

/** One connection; by default from this machine. */
export class DashboardClient {
  readonly transport: StringTransport;
  readonly #methods: string[] = [];

  constructor(
    site: { buildProtocol(): Parameters<StringTransport["connect"]>[0] },
    options: ClientOptions = {},
  ) {
    this.transport = new StringTransport({ peer: LOOPBACK, ...options });
    this.transport.connect(site.buildProtocol());
  }

  send(line: string, fields: Readonly<Record<string, string>> = {}): this {
    this.#methods.push(line.slice(0, line.indexOf(" ")));
    const lines = Object.entries({ Host: "localhost:8080", ...fields }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    this.transport.feed(`${line} HTTP/1.1\r\n${lines.join("")}\r\n`);
    return this;
  }

  get responses(): WireResponse[] {
    return readResponses(this.transport.written, this.#methods, true);
  }

  get response(): WireResponse {
    return this.responses.at(-1)!;
  }

  get body(): string {
    return this.response.body.toString();
  }

  /** The events that came since the last call, without comments and `retry`. */
  takeEvents(): { event: string; data: unknown }[] {
    const text = this.transport.written.toString();
    this.transport.clear();
    return [...text.matchAll(/event: (.+)\ndata: (.+)\n\n/g)].map(([, event = "", data = ""]) => ({
      event,
      data: JSON.parse(data) as unknown,
    }));
  }
}

export interface ServedDashboard {
  readonly source: FakeSource;
  readonly clock: ManualClock;
  readonly log: Journal;
  readonly site: CoreSite;
  readonly dashboard: Dashboard;
  client(options?: ClientOptions): DashboardClient;
}

/** At `/admin/dash` of a core site. */
export function serveDashboard(options: DashboardOptions = {}): ServedDashboard {
  const source = new FakeSource();
  const clock = new ManualClock();
  const log = new Journal();
  const dashboard = dashboardOf(source, { clock, ...options });
  const root = tree({ "": leaf(() => respond(200)), admin: tree({ dash: dashboard }) });
  const site = new CoreSite(root, { clock, log });
  return { source, clock, log, site, dashboard, client: (of) => new DashboardClient(site, of) };
}
