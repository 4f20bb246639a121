/** What is noted of one request with content while somebody listens: the way that it goes, and what that cost it. */
import type { IRequest, IRoutedRequest } from "@headgate/core";
import type { BridgeSettings, IBridgedSite } from "./bridge-settings";
import { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import { nameOfGetChild, nameOfReceiving, nameOfRender } from "./hook-names";
import type { LegacyCollection, LegacyExchangeEnded, LegacyPhase } from "./legacy-events";
import type { Request } from "./request";
import { siteLooksAtContent } from "./looks-at-content";
import { namesBelow } from "./static-children";
import type { Way } from "./way";

/** Told as it is, so that nothing is copied when it ends. */
export class ExchangeStory implements LegacyExchangeEnded {
  readonly type = "ended";
  readonly request: IRequest;
  readonly site: IBridgedSite;
  way: Way | undefined;
  phase: LegacyPhase = "received";
  touchedContent = 0;
  touchedArgs = 0;
  collection: LegacyCollection | undefined = undefined;
  failure: unknown = undefined;
  readonly #legacy: Request;
  readonly #settings: BridgeSettings;
  /** Whose turn it is, and how much of the path was taken before. */
  #resource: object | undefined = undefined;
  #depth = 0;
  /** undefined: everything was there at once. */
  #waitsSince: number | undefined = undefined;
  #content: IContentFile | null = null;

  constructor(request: IRequest, site: IBridgedSite, legacy: Request, settings: BridgeSettings) {
    this.request = request;
    this.site = site;
    this.way = settings.firstWay;
    this.#legacy = legacy;
    this.#settings = settings;
  }

  /**
   * It is the turn of `resource`. A walk that waited for the content comes by once more.
   *
   * @param depth segments of the path that were taken when it was reached
   * @param couldLook it is the application's, and does not say that it never looks at a body
   */
  visited(resource: object, phase: LegacyPhase, depth: number, couldLook: boolean): void {
    if (this.#resource === resource && this.phase === phase) return;
    try {
      // Where it can't look, it does not matter which of its methods runs: clients make up names of methods.
      const hook = couldLook ? hookOf(resource, phase, this.#legacy.method) : phase;
      this.way = this.way?.to(resource, this.#namesTo(depth), phase, hook, couldLook);
    } catch (error) {
      this.#lost(error);
    }
    this.phase = phase;
    this.#resource = resource;
    this.#depth = depth;
  }

  #namesTo(depth: number): string | undefined {
    if (depth <= this.#depth) return undefined;
    return namesBelow(this.#resource ?? this.#root, this.#legacy.prepath, this.#depth, depth);
  }

  /** A tree that can't be asked for names is not the request's fault. */
  #lost(error: unknown): void {
    this.way = undefined;
    this.failure = error;
  }

  /** The last one that was visited asked for it. */
  touched(what: "content" | "args"): void {
    if (this.way === undefined) return;
    const bit = 1 << this.way.ordinal;
    if (what === "content") this.touchedContent |= bit;
    else this.touchedArgs |= bit;
  }

  /** For the last one that was visited; or, before the walk, for the site or the Request itself. */
  collecting(): void {
    if (this.phase === "received") {
      const [owner, hook] = siteLooksAtContent(this.site, this.#settings)
        ? [this.site, "getResourceFor"]
        : [this.#legacy, nameOfReceiving(this.#legacy)];
      this.way = this.way?.to(owner, undefined, "received", hook, true);
    }
    this.way = this.way?.collecting();
  }

  /** Not all of it was there. */
  waiting(): void {
    this.#waitsSince = this.#settings.storyClock.now();
  }

  collected(content: IContentFile | null, spoolThresholdOctets: number): void {
    const octets = content instanceof ContentFile ? content.length : 0;
    this.#content = content;
    this.collection = {
      octets,
      isSpooled: octets >= spoolThresholdOctets,
      waitedMs: this.#waitsSince === undefined ? 0 : this.#settings.storyClock.now() - this.#waitsSince,
    };
  }

  get isReadInOrder(): boolean {
    return this.#content instanceof ContentFile && this.#content.isReadInOrder;
  }

  /** Of the site, above the first of our resources. */
  get #root(): object | undefined {
    return (this.request as Partial<IRoutedRequest>).trail?.[0];
  }
}

function hookOf(resource: object, phase: LegacyPhase, method: string): string {
  if (phase === "getChild") return nameOfGetChild(resource);
  return phase === "render" ? nameOfRender(resource, method) : phase;
}
