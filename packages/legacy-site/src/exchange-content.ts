/**
 * The body of one exchange: untouched, being collected, or collected; and who may look at it when.
 */
import { ContentNotCollected, noteMode, type IRequest } from "@headgate/core";
import type { BridgeSettings, IBridgedSite } from "./bridge-settings";
import { keepsChunks } from "./collecting-hooks";
import { ContentCollector } from "./content-collector";
import { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import { ExchangeStory } from "./exchange-story";
import {
  isLegacyObserved,
  publishLegacy,
  publishMade,
  type LegacyPhase,
  type LegacyPlace,
} from "./legacy-events";
import { collectedTooMuch, Replay } from "./replay";
import type { Request } from "./request";
import { isSilent } from "./silent-requests";

/** Why nobody has collected for this place, and what to do about it. */
const BLIND_BECAUSE: Readonly<Record<LegacyPhase, string>> = {
  received: "it is marked CONTENT_BLIND, and the body was not collected: take the marker away",
  getChild: "it is marked CONTENT_BLIND, and the body was not collected: take the marker away",
  render: "it is marked RENDERS_BLIND, and the body was not collected: take the marker away",
  stream:
    "it is streaming: read the body with readBody, collect or iterate, and the query with request.searchParams; or " +
    "take STREAMING away",
};

export class ExchangeContent {
  readonly #request: IRequest;
  /** Where the octets come from: the request, or a view of it. */
  #source: IRequest;
  readonly #settings: BridgeSettings;
  readonly #site: IBridgedSite;
  #state: "untouched" | "collecting" | "collected";
  #collector: ContentCollector | undefined;
  #waiting: (() => void)[] = [];
  #replay: Replay | undefined;
  /** undefined: nobody wants to know, or everything was told. */
  #story: ExchangeStory | undefined;

  constructor(request: IRequest, settings: BridgeSettings, site: IBridgedSite) {
    this.#request = this.#source = request;
    this.#settings = settings;
    this.#site = site;
    this.#state = request.length === 0 ? "collected" : "untouched";
  }

  // ---- for whoever listens -----------------------------------------------------------------------------

  /** The request is on its way. */
  received(legacy: Request): void {
    if (this.exists && isLegacyObserved() && !isSilent(this.#request)) {
      this.#story = new ExchangeStory(this.#request, this.#site, legacy, this.#settings);
    }
  }

  visited(resource: object, phase: LegacyPhase, depth: number, couldLook: boolean): void {
    this.#story?.visited(resource, phase, depth, couldLook);
  }

  /** The answer is complete, or was given up. */
  tell(): void {
    const story = this.#story;
    if (story === undefined) return;
    this.#story = undefined;
    publishMade(story);
  }

  // ---- the body ----------------------------------------------------------------------------------------

  get exists(): boolean {
    return this.#request.length !== 0;
  }

  get isCollected(): boolean {
    return this.#state === "collected";
  }

  /** What `request.content` is while the body comes. */
  open(length: number | null): IContentFile {
    return this.#site.getContentFile?.(length) ?? this.#collector?.openSpool() ?? ContentFile.inMemory([]);
  }

  /** Collects, once, for the first place that asks. */
  collect(legacy: Request, collected: () => void, failed: (error: unknown) => void): void {
    if (this.#state === "collected") {
      collected();
      return;
    }
    this.#waiting.push(collected);
    if (this.#state === "collecting") return;
    this.#state = "collecting";
    this.#story?.collecting();
    noteMode(this.#request, "buffered");
    const { budget, spoolThresholdOctets, spoolDirectory } = this.#settings;
    const whenCollected = (): void => {
      this.#state = "collected";
      this.#story?.collected(legacy.contentFile, spoolThresholdOctets);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const goOn of waiting) goOn();
    };
    this.#collector = new ContentCollector(
      legacy,
      {
        budget,
        threshold: spoolThresholdOctets,
        directory: spoolDirectory,
        lendsChunks: !keepsChunks(legacy, this.#site),
      },
      whenCollected,
      failed,
    );
    this.#collector.start(this.#source);
    if (!this.isCollected) this.#story?.waiting();
  }

  /** Whether it may be: else it is refused. */
  touched(what: "content" | "args"): boolean {
    if (this.#state === "collected") this.#story?.touched(what);
    return this.#state !== "untouched";
  }

  /** @throws ContentNotCollected: it was promised that nobody would look */
  refuse(what: "content" | "args", place: LegacyPlace): never {
    publishLegacy(() => ({ type: "refused", request: this.#request, site: this.#site, ...place, what }));
    const because = BLIND_BECAUSE[place.phase];
    throw new ContentNotCollected(
      `${place.resource} asked for request.${what} in ${place.phase}, but ${because}`,
    );
  }

  /** What a resource that streams is given: the live request, or, if somebody above made us collect, a replay. */
  viewFor(legacy: Request): IRequest {
    const content = legacy.contentFile;
    if (!this.exists || this.#state !== "collected" || content === null) return this.#source;
    noteMode(this.#request, "replayed");
    return (this.#replay ??= new Replay(this.#request, content));
  }

  collectFrom(view: IRequest): void {
    this.#source = view;
  }

  /** undefined: it was not collected, or the application has its own kind of file. */
  share(legacy: Request): ContentFile | undefined {
    const content = this.#state === "collected" ? legacy.contentFile : null;
    return content instanceof ContentFile && !content.closed ? content.share() : undefined;
  }

  /**
   * A render has its turn after the content was collected for somebody above, even where resources of core on the way
   * were given a replay.
   *
   * @throws LimitExceeded where less is taken than where it was collected
   */
  rendering(legacy: Request, looks: boolean): void {
    const content = legacy.contentFile;
    if (!this.exists || this.#state !== "collected" || content === null) return;
    if (this.#replay !== undefined) noteMode(this.#request, "buffered");
    const refusal =
      looks && content instanceof ContentFile && collectedTooMuch(this.#request, content.length);
    if (refusal) throw refusal;
  }

  /** Nobody will answer any more: lets the body go. */
  close(legacy: Request): void {
    if (this.#replay === undefined) legacy.closeContent();
    else this.#replay.answered();
  }
}
