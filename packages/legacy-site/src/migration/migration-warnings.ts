/** What is said once: in the log when it is found, and in every report. */
import type { ILog } from "@headgate/core";
import type { MigrationWarning } from "./migration-report";

const MAX_WARNINGS = 200;

export class MigrationWarnings {
  readonly #log: ILog;
  readonly #warnings = new Map<string, MigrationWarning>();

  constructor(log: ILog) {
    this.#log = log;
  }

  /** @param key of several with the same key the first is said; default: resource and route */
  warn(resource: string, route: string, message: string, key = `${route} ${resource}`): void {
    if (this.note(resource, route, message, key)) this.#log.warn(`${resource} at ${route}: ${message}`);
  }

  /** The same for what somebody else has logged. Returns whether it is news. */
  note(resource: string, route: string, message: string, key: string): boolean {
    if (this.#warnings.has(key) || this.#warnings.size >= MAX_WARNINGS) return false;
    this.#warnings.set(key, { resource, route, message });
    return true;
  }

  get all(): MigrationWarning[] {
    return [...this.#warnings.values()];
  }
}
