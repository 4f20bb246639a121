/** What is noted of one request with content while somebody listens: where it came by, and who looked. */
import type { IClock, IRequest } from "@headgate/core";
import { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import type { LegacyCollection, LegacyExchangeEnded, LegacyPhase, LegacyVisit } from "./legacy-events";

class Visit implements LegacyVisit {
  readonly resource: object;
  readonly phase: LegacyPhase;
  readonly depth: number;
  touchedContent = false;
  touchedArgs = false;

  constructor(resource: object, phase: LegacyPhase, depth: number) {
    this.resource = resource;
    this.phase = phase;
    this.depth = depth;
  }
}

/** Told as it is, so that nothing is copied when it ends. */
export class ExchangeStory implements LegacyExchangeEnded {
  readonly type = "ended";
  readonly request: IRequest;
  readonly site: object;
  method = "";
  segments: readonly string[] = [];
  readonly visits: Visit[];
  answerer: Visit;
  collection: LegacyCollection | undefined = undefined;
  #collectsFor: Visit | undefined = undefined;
  /** undefined: everything was there at once. */
  #waitsSince: number | undefined = undefined;
  #content: IContentFile | null = null;
  readonly #clock: IClock;

  constructor(request: IRequest, site: object, legacy: object, clock: IClock) {
    this.request = request;
    this.site = site;
    this.answerer = new Visit(legacy, "received", 0);
    this.visits = [this.answerer];
    this.#clock = clock;
  }

  /** A walk that waited for the content comes by once more. */
  visited(resource: object, phase: LegacyPhase, depth: number): void {
    const { answerer } = this;
    if (answerer.resource === resource && answerer.phase === phase) return;
    this.answerer = new Visit(resource, phase, depth);
    this.visits.push(this.answerer);
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

  get isReadInOrder(): boolean {
    return this.#content instanceof ContentFile && this.#content.isReadInOrder;
  }
}
