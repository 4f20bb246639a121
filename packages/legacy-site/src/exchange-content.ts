/**
 * The body of one exchange: untouched, being collected, or collected; and who may look at it when.
 */
import { ContentNotCollected, noteMode, type IRequest } from "@headgate/core";
import type { BridgeSettings } from "./bridge-settings";
import { keepsChunks } from "./collecting-hooks";
import { ContentCollector } from "./content-collector";
import { ContentFile } from "./content-file";
import type { IContentFile, ILegacySite } from "./contracts";
import { publishLegacy, type LegacyPlace } from "./legacy-events";
import { Replay } from "./replay";
import type { Request } from "./request";

/** Why nobody has collected for this place. */
const BLIND_BECAUSE: Readonly<Record<LegacyPlace["phase"], string>> = {
  received: "marked CONTENT_BLIND",
  getChild: "marked CONTENT_BLIND",
  render: "marked RENDERS_BLIND",
  stream: "streaming",
};

export class ExchangeContent {
  readonly #request: IRequest;
  readonly #settings: BridgeSettings;
  readonly #site: ILegacySite<Request>;
  #state: "untouched" | "collecting" | "collected";
  #collector: ContentCollector | undefined;
  #waiting: (() => void)[] = [];
  #collectedFor: LegacyPlace | undefined;
  #replay: Replay | undefined;

  constructor(request: IRequest, settings: BridgeSettings, site: ILegacySite<Request>) {
    this.#request = request;
    this.#settings = settings;
    this.#site = site;
    this.#state = request.length === 0 ? "collected" : "untouched";
  }

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
  collect(
    legacy: Request,
    place: LegacyPlace,
    collected: () => void,
    failed: (error: unknown) => void,
  ): void {
    if (this.#state === "collected") {
      collected();
      return;
    }
    this.#waiting.push(collected);
    if (this.#state === "collecting") return;
    this.#state = "collecting";
    this.#collectedFor = place;
    noteMode(this.#request, "buffered");
    const { budget, spoolThresholdOctets, spoolDirectory } = this.#settings;
    const since = performance.now();
    const whenCollected = (): void => {
      this.#state = "collected";
      const waitedMs = performance.now() - since;
      publishLegacy(() => ({
        type: "collected",
        request: this.#request,
        ...place,
        octets: this.#octets(legacy),
        waitedMs,
      }));
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
    this.#collector.start(this.#request);
  }

  #octets(legacy: Request): number {
    const content = legacy.contentFile;
    return content instanceof ContentFile ? content.length : 0;
  }

  /** @throws ContentNotCollected where it was promised that nobody would look */
  touched(what: "content" | "args", place: LegacyPlace): void {
    if (this.#state === "collecting") return;
    if (this.#state === "collected") {
      publishLegacy(() => ({ type: "touched", request: this.#request, ...place, what }));
      return;
    }
    const because = BLIND_BECAUSE[place.phase];
    throw new ContentNotCollected(
      `${place.resource} asked for request.${what} in ${place.phase}, but it is ${because}: the body was not collected`,
    );
  }

  /** What a resource that streams is given: the live request, or, if somebody above made us collect, a replay. */
  viewFor(resource: object, legacy: Request): IRequest {
    const content = legacy.contentFile;
    if (!this.exists || this.#state !== "collected" || content === null) return this.#request;
    const collectedFor = this.#collectedFor?.resource ?? "";
    noteMode(this.#request, "replayed");
    publishLegacy(() => ({
      type: "replayed",
      request: this.#request,
      resource: resource.constructor.name,
      phase: "stream",
      collectedFor,
    }));
    return (this.#replay ??= new Replay(this.#request, content));
  }

  /** Nobody will answer any more: lets the body go. */
  close(legacy: Request): void {
    if (this.#replay === undefined) legacy.closeContent();
    else this.#replay.answered();
  }
}
