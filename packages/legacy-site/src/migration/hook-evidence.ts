/** What one method of one class has been seen to do, at one route. */
import { adviceFor, type CountedRow } from "./advice";
import type { LegacyCollection, LegacyVisit } from "../legacy-events";
import type { ForcedResource, MigrationRow } from "./migration-report";

/** Of those who had to wait: more are counted with the first ones' requests, not named. */
const MAX_NAMED = 20;

/** A millisecond that a resource waited weighs as much as so many octets on their way to a file and back. */
const OCTETS_PER_MS = 100_000;

export class HookEvidence {
  /** Name of the class. */
  readonly resource: string;
  /** Name of the method. */
  readonly hook: string;
  readonly route: string;
  #requests = 0;
  #collected = 0;
  #octets = 0;
  #maxOctets = 0;
  #spooledOctets = 0;
  #waitedMs = 0;
  #avoidableOctets = 0;
  #avoidableMs = 0;
  #touchedContent = 0;
  #touchedArgs = 0;
  #readInOrder = 0;
  readonly #forced = new Map<string, ForcedResource>();
  readonly #forcedBy = new Map<string, ForcedResource>();

  constructor(resource: string, hook: string, route: string) {
    this.resource = resource;
    this.hook = hook;
    this.route = route;
  }

  /**
   * A request came by.
   *
   * @param octets of its body, if it was collected, for whomever
   */
  visited({ touchedContent, touchedArgs }: LegacyVisit, isReadInOrder: boolean, octets: number): void {
    this.#requests += 1;
    this.#maxOctets = Math.max(this.#maxOctets, octets);
    if (touchedArgs) this.#touchedArgs += 1;
    if (!touchedContent) return;
    this.#touchedContent += 1;
    if (isReadInOrder) this.#readInOrder += 1;
  }

  /**
   * And its body was collected because of this.
   *
   * @param isAvoidable nobody further down would have had it collected
   */
  collected({ octets, isSpooled, waitedMs }: LegacyCollection, isAvoidable: boolean): void {
    this.#collected += 1;
    this.#octets += octets;
    if (isSpooled) this.#spooledOctets += octets;
    this.#waitedMs += waitedMs;
    if (!isAvoidable) return;
    this.#avoidableOctets += octets;
    this.#avoidableMs += waitedMs;
  }

  /** "getChild of Dyn" */
  get name(): string {
    return `${this.hook} of ${this.resource}`;
  }

  /** `resource` had no need of it. */
  forced(resource: string, route: string): void {
    count(this.#forced, resource, route);
  }

  /** For a resource that streams: `resource` above it would not let it. */
  forcedBy(resource: string, route: string): void {
    count(this.#forcedBy, resource, route);
  }

  row(): MigrationRow {
    const counted: CountedRow = {
      resource: this.resource,
      route: this.route,
      hook: this.hook,
      requests: this.#requests,
      collected: this.#collected,
      octets: this.#octets,
      maxOctets: this.#maxOctets,
      spooledOctets: this.#spooledOctets,
      waitedMs: Math.round(this.#waitedMs),
      avoidableOctets: this.#avoidableOctets,
      avoidableMs: Math.round(this.#avoidableMs),
      touchedContent: this.#touchedContent,
      touchedArgs: this.#touchedArgs,
      readInOrder: this.#readInOrder,
      forced: [...this.#forced.values()],
      ...(this.#forcedBy.size > 0 ? { forcedBy: [...this.#forcedBy.values()] } : {}),
    };
    return { ...counted, ...adviceFor(counted) };
  }
}

/**
 * What there is to gain, in milliseconds; less than nothing where there is nothing to do. What others below would
 * have collected all the same counts for half: they have to be changed too.
 */
export function gainOf({ marker, avoidableMs, avoidableOctets, waitedMs, octets }: MigrationRow): number {
  if (marker === undefined) return -1;
  return (avoidableMs + waitedMs + (avoidableOctets + octets) / OCTETS_PER_MS) / 2;
}

function count(resources: Map<string, ForcedResource>, resource: string, route: string): void {
  const key = `${route} ${resource}`;
  const known = resources.get(key);
  if (known === undefined && resources.size >= MAX_NAMED) return;
  resources.set(key, { resource, route, requests: (known?.requests ?? 0) + 1 });
}
