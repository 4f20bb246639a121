/** What is noted of one request with content while somebody listens: where it came by, and who looked. */
import type { IClock } from "@headgate/core";
import { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import type { LegacyCollection, LegacyPhase, LegacyVisit } from "./legacy-events";

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

export class ExchangeStory {
  readonly visits: Visit[];
  last: Visit;
  collection: LegacyCollection | undefined = undefined;
  #collectsFor: Visit | undefined = undefined;
  /** undefined: everything was there at once. */
  #waitsSince: number | undefined = undefined;
  #content: IContentFile | null = null;
  readonly #clock: IClock;

  constructor(request: object, clock: IClock) {
    this.#clock = clock;
    this.last = new Visit(request, "received", 0);
    this.visits = [this.last];
  }

  /** A walk that waited for the content comes by once more. */
  visited(resource: object, phase: LegacyPhase, depth: number): void {
    const { last } = this;
    if (last.resource === resource && last.phase === phase) return;
    this.last = new Visit(resource, phase, depth);
    this.visits.push(this.last);
  }

  touched(what: "content" | "args"): void {
    if (what === "content") this.last.touchedContent = true;
    else this.last.touchedArgs = true;
  }

  collecting(): void {
    this.#collectsFor = this.last;
  }

  /** Not all of it was there. */
  waiting(): void {
    this.#waitsSince = this.#clock.now();
  }

  collected(content: IContentFile | null, spoolThresholdOctets: number): void {
    const octets = content instanceof ContentFile ? content.length : 0;
    this.#content = content;
    this.collection = {
      by: this.#collectsFor ?? this.last,
      octets,
      isSpooled: octets >= spoolThresholdOctets,
      waitedMs: this.#waitsSince === undefined ? 0 : this.#clock.now() - this.#waitsSince,
    };
  }

  get isReadInOrder(): boolean {
    return this.#content instanceof ContentFile && this.#content.isReadInOrder;
  }
}
