/** What is noted of one request with content while somebody listens: where it came by, and who looked. */
import type { IRequest } from "@headgate/core";
import { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import type { LegacyCollection, LegacyExchangeEnded, LegacyPhase, LegacyVisit } from "./legacy-events";
import type { SharedClock } from "./shared-clock";

const NO_SEGMENTS: readonly string[] = [];

class Visit implements LegacyVisit {
  readonly resource: object;
  readonly phase: LegacyPhase;
  readonly depth: number;
  readonly couldLook: boolean;
  touchedContent = false;
  touchedArgs = false;
  next: Visit | undefined = undefined;

  constructor(resource: object, phase: LegacyPhase, depth: number, couldLook: boolean) {
    this.resource = resource;
    this.phase = phase;
    this.depth = depth;
    this.couldLook = couldLook;
  }
}

/** Told as it is, so that nothing is copied when it ends; visits are a chain, which costs less than an array. */
export class ExchangeStory implements LegacyExchangeEnded {
  readonly type = "ended";
  readonly request: IRequest;
  readonly site: object;
  method = "";
  segments = NO_SEGMENTS;
  readonly first: Visit;
  answerer: Visit;
  collection: LegacyCollection | undefined = undefined;
  #collectsFor: Visit | undefined = undefined;
  /** undefined: everything was there at once. */
  #waitsSince: number | undefined = undefined;
  #content: IContentFile | null = null;
  readonly #clock: SharedClock;

  constructor(request: IRequest, site: object, legacy: object, clock: SharedClock) {
    this.request = request;
    this.site = site;
    this.first = this.answerer = new Visit(legacy, "received", 0, false);
    this.#clock = clock;
  }

  /** A walk that waited for the content comes by once more. */
  visited(resource: object, phase: LegacyPhase, depth: number, couldLook: boolean): void {
    const { answerer } = this;
    if (answerer.resource === resource && answerer.phase === phase) return;
    this.answerer = answerer.next = new Visit(resource, phase, depth, couldLook);
  }

  touched(what: "content" | "args"): void {
    if (what === "content") this.answerer.touchedContent = true;
    else this.answerer.touchedArgs = true;
  }

  collecting(): void {
    this.#collectsFor = this.answerer;
  }

  /** Not all of it was there. */
  waiting(): void {
    this.#waitsSince = this.#clock.now();
  }

  collected(content: IContentFile | null, spoolThresholdOctets: number): void {
    const octets = content instanceof ContentFile ? content.length : 0;
    this.#content = content;
    this.collection = {
      by: this.#collectsFor ?? this.answerer,
      octets,
      isSpooled: octets >= spoolThresholdOctets,
      waitedMs: this.#waitsSince === undefined ? 0 : this.#clock.now() - this.#waitsSince,
    };
  }

  get visits(): readonly LegacyVisit[] {
    const visits: LegacyVisit[] = [];
    for (let visit: Visit | undefined = this.first; visit !== undefined; visit = visit.next)
      visits.push(visit);
    return visits;
  }

  get isReadInOrder(): boolean {
    return this.#content instanceof ContentFile && this.#content.isReadInOrder;
  }
}
