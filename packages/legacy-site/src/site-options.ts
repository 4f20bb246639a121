/** Options of a legacy Site: its own, and core's with the defaults that twisted.web's behaviour asks for. */
import { InvalidOption, type SiteOptions as CoreOptions } from "@headgate/core";
import type { RequestFactory } from "./bridge-settings";
import type { LogFormatter } from "./log-formatters";
import type { Session } from "./session";
import type { SessionFactory } from "./session-keeper";
import type { ISessionStore } from "./session-store";
import { SERVER_NAME } from "./version";

export interface SiteOptions extends CoreOptions {
  /** The class of the requests, in place of `Request`. */
  readonly requestFactory?: RequestFactory;
  /** Shows clients where a resource failed. */
  readonly displayTracebacks?: boolean;
  /** Seconds that a client may be idle: in a head, in a body, between requests; null: for ever. Default 60. */
  readonly timeout?: number | null;
  /** The access log is appended to this file; absent: none is kept. */
  readonly logPath?: string | null;
  /** Default: `combinedLogFormatter`. */
  readonly logFormatter?: LogFormatter;
  /** Bodies that are collected, of all requests together, in memory and in files. 503. Default 1 GiB. */
  readonly bufferBudgetOctets?: number;
  /** From here on a body is collected in a temporary file. Default 100,000. */
  readonly spoolThresholdOctets?: number;
  /** Default: the system's directory for temporary files. */
  readonly spoolDirectory?: string;
  /** The class of the sessions, in place of `Session`. */
  readonly sessionFactory?: SessionFactory;
  /** Where sessions are kept. Default: in memory, up to `maxSessions`. */
  readonly sessionStore?: ISessionStore<Session>;
  /** Past it, sessions whose users never came back are expired first. Default 100,000. */
  readonly maxSessions?: number;
  /** Departs from twisted.web where that is safer. Default false; true in what `headgate run` starts. */
  readonly hardened?: boolean;
  /** Keeps what `migrationReport()` tells. Costs requests without a body nothing. Default true. */
  readonly evidence?: boolean;
  /**
   * After NOT_DONE_YET and without an octet of the answer for so long, it is said, once per resource, that the
   * request was forgotten. Milliseconds; Infinity: never. Default 300,000.
   */
  readonly unfinishedWarningMs?: number;
}

const OWN_OPTIONS: ReadonlySet<string> = new Set([
  "requestFactory",
  "displayTracebacks",
  "timeout",
  "logPath",
  "logFormatter",
  "bufferBudgetOctets",
  "spoolThresholdOctets",
  "spoolDirectory",
  "sessionFactory",
  "sessionStore",
  "maxSessions",
  "hardened",
  "evidence",
  "unfinishedWarningMs",
]);

const DEFAULT_TIMEOUT_S = 60;

/** What core is to be given. @throws InvalidOption */
export function coreOptions(options: SiteOptions): CoreOptions {
  const { timeout = DEFAULT_TIMEOUT_S, bufferBudgetOctets, spoolThresholdOctets } = options;
  if (timeout !== null && !isAmount(timeout)) {
    throw new InvalidOption(`timeout must be seconds, or null for none, not ${String(timeout)}`);
  }
  for (const [name, octets] of Object.entries({ bufferBudgetOctets, spoolThresholdOctets })) {
    if (octets === undefined || isAmount(octets)) continue;
    throw new InvalidOption(`${name} must be a number of octets, not ${String(octets)}`);
  }
  const { unfinishedWarningMs } = options;
  if (unfinishedWarningMs !== undefined && !isAmount(unfinishedWarningMs)) {
    throw new InvalidOption(
      `unfinishedWarningMs must be milliseconds, or Infinity, not ${String(unfinishedWarningMs)}`,
    );
  }
  const timeoutMs = timeout === null ? Infinity : timeout * 1000;
  const given = Object.entries(options).filter(
    ([name, value]) => !OWN_OPTIONS.has(name) && value !== undefined,
  );
  return {
    maxFieldCount: 500,
    // As much as twisted.web reads of one: less than 1 KiB.
    maxChunkLineOctets: 1023,
    serverHeader: SERVER_NAME,
    unknownExpectation: "ignore",
    silentTimeouts: true,
    headTimeoutMs: timeoutMs,
    bodyIdleTimeoutMs: timeoutMs,
    keepAliveTimeoutMs: timeoutMs,
    ...Object.fromEntries(given),
  };
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && value >= 0;
}
