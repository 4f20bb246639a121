/**
 * The content of an exchange, as its legacy Request sees it: collected before somebody is to look at it, refused to
 * who promised not to, and kept until the answer is over.
 */
import { noteReached, type ClientGone, type IRequest, type IResource } from "@headgate/core";
import type { BridgeSettings, IBridgedSite } from "./bridge-settings";
import type { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import { ExchangeConnection } from "./exchange-connection";
import { ExchangeContent } from "./exchange-content";
import type { LegacyPhase, LegacyPlace } from "./legacy-events";
import { checkMarkers } from "./marker-mistakes";
import type { Request } from "./request";
import type { AnyResource } from "./resource";

export abstract class ContentChannel extends ExchangeConnection {
  abstract override readonly legacyRequest: Request;
  readonly site: IBridgedSite;
  protected readonly content: ExchangeContent;
  /** Who has its turn, and for what; at first, the Request itself. */
  #node: object | undefined = undefined;
  #phase: LegacyPhase = "received";

  constructor(request: IRequest, settings: BridgeSettings, site: IBridgedSite) {
    super(request, settings);
    this.site = site;
    this.content = new ExchangeContent(request, settings, site);
  }

  // ---- whose turn it is --------------------------------------------------------------------------------

  /** It is the turn of `resource`. */
  protected reached(resource: AnyResource, phase: LegacyPhase): void {
    noteReached(this.request, resource as IResource);
    checkMarkers(resource, this.settings.log);
    this.#node = resource;
    this.#phase = phase;
  }

  get #place(): LegacyPlace {
    const node = this.#node ?? this.legacyRequest;
    return { resource: node.constructor.name, phase: this.#phase };
  }

  // ---- the body ----------------------------------------------------------------------------------------

  get hasContent(): boolean {
    return this.content.exists;
  }

  get hasUncollectedContent(): boolean {
    return !this.content.isCollected;
  }

  contentTouched(what: "content" | "args"): void {
    if (!this.content.touched(what)) this.content.refuse(what, this.#place);
  }

  contentMissed(what: "content" | "args"): never {
    this.content.refuse(what, this.#place);
  }

  openContent(length: number | null): IContentFile {
    return this.content.open(length);
  }

  collect(collected: () => void): void {
    const legacy = this.legacyRequest;
    const whenCollected = (): void => {
      try {
        legacy.contentCollected();
      } catch (error) {
        this.fail(error);
        return;
      }
      // So that the body is let go when the client goes.
      this.watchConnection();
      collected();
    };
    this.content.collect(legacy, whenCollected, (error) => this.fail(error));
  }

  collectFrom(view: IRequest): void {
    this.content.collectFrom(view);
  }

  shareContent(): ContentFile | undefined {
    return this.hasContent ? this.content.share(this.legacyRequest) : undefined;
  }

  // ---- the end -----------------------------------------------------------------------------------------

  override requestDone(): void {
    super.requestDone();
    this.content.tell();
  }

  protected override abandoned(): void {
    this.content.tell();
    this.content.close(this.legacyRequest);
  }

  protected override clientLeft(gone: ClientGone): void {
    super.clientLeft(gone);
    this.content.tell();
  }
}
