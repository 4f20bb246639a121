/**
 * One exchange, where the two sides meet: to core it is who answers a request, to the legacy Request it is the
 * channel that carries it. Here it is decided when the body is collected, and who answers in whose stead.
 */
import {
  Headers,
  isThenable,
  noteReached,
  respond,
  traverse,
  type Awaitable,
  type ILog,
  type IRequest,
  type IResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import { Answer } from "./answer";
import type { BridgeSettings, IBridgedSite } from "./bridge-settings";
import { collectsFirst, hearsOfLength, hearsOfLoss } from "./collecting-hooks";
import { ContentChannel } from "./content-channel";
import type { IRequestChannel } from "./contracts";
import { registerExchange, type ILegacyExchange } from "./exchange-registry";
import { publishLegacy } from "./legacy-events";
import { childLooksAtContent, renderLooksAtContent, siteLooksAtContent } from "./looks-at-content";
import { ObservedResponse } from "./observed-response";
import { cursorAt, segmentsAt, segmentsOf, type Segments } from "./path-segments";
import type { Request } from "./request";
import { isLegacyResource, type AnyResource, type ILegacyResource } from "./resource";
import { isSilent } from "./silent-requests";
import { whoAnswers } from "./stand-in";
import { isStreaming } from "./streaming";
import { getChildForRequest } from "./walk";

/** Core adds its own, or it speaks of another body. */
const NOT_JOINED: ReadonlySet<string> = new Set(["date", "content-length"]);
const NOT_FOUND = respond(404, undefined, "Not Found\n");
const CODES_WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

export class LegacyExchange extends ContentChannel implements IRequestChannel<Request>, ILegacyExchange {
  override readonly legacyRequest: Request;
  /** Where the tree begins that is walked now. */
  #path: PathCursor;
  /** Is rendered even if it could stream. */
  #buffered: object | undefined;

  constructor(settings: BridgeSettings, site: IBridgedSite, request: IRequest, path: PathCursor) {
    super(request, settings, site);
    this.#path = path;
    this.legacyRequest = new site.requestFactory(this, false);
    this.content.received(this.legacyRequest);
  }

  // ---- what core asks ----------------------------------------------------------------------------------

  /** The head is in, and the request has not been seen by any legacy resource. */
  begin(): Awaitable<IResponse> {
    const { method, uri, httpVersion } = this.request;
    const legacy = this.legacyRequest;
    const version = `HTTP/${httpVersion.replace(/^2\.0$/, "2")}`;
    return this.#answering(() => {
      const receive = (): void => legacy.requestReceived(method, uri, version);
      if (hearsOfLoss(legacy)) this.watchConnection();
      const isEarly =
        this.hasUncollectedContent && (siteLooksAtContent(this.site, this.settings) || collectsFirst(legacy));
      if (isEarly) {
        this.collect(() => this.run(receive));
        return;
      }
      if (!this.hasContent && hearsOfLength(legacy, this.site)) legacy.gotLength(0);
      receive();
    });
  }

  /** Core resources stood in between; the walk goes on at `path`, in another legacy tree. */
  goOn(root: AnyResource, path: PathCursor): Awaitable<IResponse> {
    this.#moveTo(path);
    return this.#answering(() => this.answerFrom(() => getChildForRequest(root, this.legacyRequest)));
  }

  renderBuffered(resource: object, path: PathCursor): Awaitable<IResponse> {
    this.#moveTo(path);
    this.#buffered = resource;
    return this.#answering(() => this.legacyRequest.render(resource));
  }

  askApart(
    root: AnyResource,
    view: IRequest,
    path: PathCursor,
    logFrom: (log: ILog) => ILog,
  ): Awaitable<IResponse> {
    const { site: nearest, sitepath, host, requestHeaders } = this.legacyRequest;
    const site = isBridgedSite(nearest) ? nearest : this.site;
    const settings = { ...this.settings, root, log: logFrom(this.settings.log) };
    const apart = new LegacyExchange(settings, site, view, path);
    // What parents may have set, besides fields of the answer.
    Object.assign(apart.legacyRequest, {
      sitepath: [...sitepath],
      host,
      requestHeaders: requestHeaders.copy(),
    });
    return apart.begin();
  }

  #moveTo(path: PathCursor): void {
    this.#path = path;
    Object.assign(this.legacyRequest, segmentsAt(this.request, path));
  }

  #answering(code: () => void): Awaitable<IResponse> {
    const answer = (this.answer = new Answer());
    this.run(code);
    return answer.result;
  }

  // ---- the walk ----------------------------------------------------------------------------------------

  segmentsOf(path: string): Segments {
    return path === this.request.path ? segmentsAt(this.request, this.#path) : segmentsOf(path);
  }

  getResourceFor(request: Request): Awaitable<AnyResource> {
    return this.settings.root === undefined
      ? this.site.getResourceFor(request)
      : getChildForRequest(this.settings.root, request);
  }

  answerFrom(find: () => Awaitable<AnyResource>): void {
    this.run(() => {
      const found = find();
      if (!isThenable(found)) this.legacyRequest.render(found);
      else {
        found.then(
          (resource) => this.run(() => this.legacyRequest.render(resource)),
          (error: unknown) => this.failed(error),
        );
      }
    });
  }

  descending(resource: ILegacyResource, name: string, depth = this.legacyRequest.prepath.length): boolean {
    this.reached(resource, "getChild");
    if (!this.hasContent) return false;
    const couldLook = childLooksAtContent(resource, name);
    this.content.visited(resource, "getChild", depth, couldLook);
    return couldLook && this.hasUncollectedContent;
  }

  rendering(found: AnyResource, render: (resource: ILegacyResource) => void): void {
    const { method } = this.request;
    if (!isResource(found)) throw new TypeError(`what was found is no resource, but ${typeof found}`);
    const resource = whoAnswers(found, this.legacyRequest, (wrapper) => {
      noteReached(this.request, wrapper as IResource);
    });
    if (!isLegacyResource(resource)) this.#delegate(resource as IResource);
    else if (resource !== this.#buffered && isStreaming(resource, method)) {
      this.#delegate(resource as unknown as IResource);
    } else this.#render(resource, render);
  }

  #render(resource: ILegacyResource, render: (resource: ILegacyResource) => void): void {
    this.reached(resource, "render");
    if (this.hasContent) {
      const { method, prepath } = this.legacyRequest;
      const couldLook = renderLooksAtContent(resource, method);
      this.content.visited(resource, "render", prepath.length, couldLook);
      if (couldLook && this.hasUncollectedContent) {
        this.collect(() => this.run(() => render(resource)));
        return;
      }
      this.content.rendering(this.legacyRequest, couldLook);
    }
    render(resource);
  }

  get isSilent(): boolean {
    return isSilent(this.request);
  }

  parked(resource: ILegacyResource): void {
    if (this.isSilent) return;
    publishLegacy(() => ({ type: "parked", request: this.legacyRequest, site: this.site, resource }));
  }

  // ---- in the request's stead --------------------------------------------------------------------------

  #delegate(resource: IResource): void {
    const { answer, legacyRequest } = this;
    this.reached(resource, "stream");
    this.content.visited(resource, "stream", legacyRequest.prepath.length, true);
    const settle = (response: IResponse): void => answer.settle(this.#joined(response));
    const fail = (error: unknown): void => this.overtaken(answer, error);
    try {
      const view = this.content.viewFor(legacyRequest);
      // From here on core code has the request, and may ask for ours.
      registerExchange(this.request, this);
      if (view !== this.request) registerExchange(view, this);
      const path = cursorAt(this.request, this.#path, legacyRequest.prepath, legacyRequest.postpath);
      const response = this.#ask(resource, view, path);
      if (isThenable(response)) response.then(settle, fail);
      else settle(response);
    } catch (error) {
      fail(error);
    }
  }

  #ask(resource: IResource, view: IRequest, path: PathCursor): Awaitable<IResponse> {
    if (isLegacyResource(resource)) return resource.responseForRequest(view, path);
    const found = traverse(resource, view, path, this.request);
    const ask = (destination: Awaited<typeof found>): Awaitable<IResponse> => {
      if (destination === undefined) return NOT_FOUND;
      // Links and paths of the legacy request are those of the resource that answers.
      if (destination.path !== path) this.#moveTo(destination.path);
      this.content.visited(destination.resource, "stream", destination.path.consumed.length, true);
      return destination.resource.responseForRequest(view, destination.path);
    };
    return isThenable(found) ? found.then(ask) : ask(found);
  }

  /** With the fields that legacy resources on the way have set. */
  #joined(response: IResponse): IResponse {
    // What is no response is for core to complain of.
    if (!((response as Partial<IResponse> | undefined)?.headers instanceof Headers)) return response;
    this.legacyRequest.beginEncoding(response.code, response.headers);
    const fields = this.legacyRequest
      .responseFields()
      .filter(([name]) => !NOT_JOINED.has(name.toLowerCase()));
    return new ObservedResponse(this.encoded(response), fields, (octets, isComplete) => {
      const hasNoContent = this.request.method === "HEAD" || CODES_WITHOUT_CONTENT.has(response.code);
      if (isComplete || (hasNoContent && this.goneReason === undefined)) {
        this.legacyRequest.answered(response.code, octets);
      } else if (this.goneReason !== undefined) this.legacyRequest.abandoned();
      this.abandoned();
    });
  }
}

function isBridgedSite(site: object | null): site is IBridgedSite {
  return site !== null && "requestFactory" in site;
}

/** A site of its own, a DeferredResource: who finds a resource may find nothing. */
function isResource(found: unknown): boolean {
  return typeof found === "object" && found !== null;
}
