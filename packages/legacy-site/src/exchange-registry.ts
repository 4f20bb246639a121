/**
 * Finds what the legacy site knows of a core request: one legacy Request for each exchange, at any depth at which
 * old and new resources are nested.
 */
import {
  answerMissing,
  type Awaitable,
  type ILog,
  type IRequest,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import type { ContentFile } from "./content-file";
import type { Request } from "./request";

/** One exchange, as seen from the resources. */
export interface ILegacyExchange {
  readonly legacyRequest: Request;
  /** Goes on in another legacy tree, below core resources. */
  goOn(root: object, path: PathCursor): Awaitable<IResponse>;
  /** Collects the body and renders, even if the resource could stream. */
  renderBuffered(resource: object, path: PathCursor): Awaitable<IResponse>;
  /**
   * Asks another legacy tree with `view`, in an exchange of its own: with another legacy Request, as this one came here.
   *
   * @param logFrom the log of that exchange, out of the one of this
   */
  askApart(
    root: object,
    view: IRequest,
    path: PathCursor,
    logFrom: (log: ILog) => ILog,
  ): Awaitable<IResponse>;
  /** The content is to be collected out of `view`, if nobody has begun. */
  collectFrom(view: IRequest): void;
  /** A resource that streams asks its own request for what only ours has. @throws ContentNotCollected */
  contentMissed(what: "content" | "args"): never;
  /** Another reader of the content, where it was collected. */
  shareContent(): ContentFile | undefined;
}

const exchanges = new WeakMap<IRequest, ILegacyExchange>();

/** Also for views of the same request: replays. */
export function registerExchange(request: IRequest, exchange: ILegacyExchange): void {
  exchanges.set(request, exchange);
}

/** Code that was moved to a stream and goes on as before. In TypeScript the compiler says it. */
export function contentMissed(request: IRequest, what: "content" | "args"): void {
  exchanges.get(request)?.contentMissed(what);
}

answerMissing("content", (request) => contentMissed(request, "content"));
answerMissing("args", (request) => contentMissed(request, "args"));

export function findExchange(request: IRequest): ILegacyExchange | undefined {
  return exchanges.get(request);
}

/** @throws TypeError where no bridge stands above */
export function exchangeOf(request: IRequest, resource?: object): ILegacyExchange {
  const exchange = exchanges.get(request);
  if (exchange !== undefined) return exchange;
  const what = resource === undefined ? "this request" : `${resource.constructor.name}, a legacy resource,`;
  throw new TypeError(`${what} has no legacy site above it: put bridge(resource) into the tree`);
}

/** The legacy Request behind a core one: its headers, its session, its site. For code that was migrated. */
export function legacyRequest(request: IRequest): Request {
  return exchangeOf(request).legacyRequest;
}
