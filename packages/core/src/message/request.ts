/**
 * The request as applications see it: a head that never changes, and a body that is delivered once.
 *
 * One is made for each exchange, so it is all plain fields; what most requests never ask for (headers as an
 * object, signal, trailers, the channel's view) is made on demand and kept aside.
 */
import { Headers } from "../fields/headers";
import type { BodyEnd } from "../interfaces/body-end";
import type { IHTTPChannel } from "../interfaces/channel";
import type { IRequest, UnknownLength } from "../interfaces/message";
import type { IResource } from "../interfaces/resource";
import type { BodyMode } from "../interfaces/server";
import type { IProtocol } from "../interfaces/transport";
import { BodyDone, type ClientGone } from "../errors";

/** What a request needs of the exchange that carries it. */
export interface IRequestCarrier {
  readonly channelView: IHTTPChannel;
  /** Why the client is gone; undefined while it is there. */
  readonly goneReason: ClientGone | undefined;
  /** Delivers the body. @throws BodyAlreadyClaimed */
  deliverBody(protocol: IProtocol): void;
  /** How the body ended, once its reader knows; with the trailers, flat, after BodyDone. */
  readonly bodyEnd: BodyEnd | undefined;
  readonly trailerLines: readonly string[];
}

export interface RequestHeadFields {
  readonly method: string;
  readonly uri: string;
  readonly path: string;
  readonly query: string;
  readonly scheme: "http" | "https";
  readonly authority: string;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  readonly upgrade: string | undefined;
  readonly length: number | UnknownLength;
}

/** Made on demand. */
interface RareParts {
  headers?: Headers;
  searchParams?: URLSearchParams;
  controller?: AbortController;
  trailers?: Promise<Headers>;
  settleTrailers?: () => void;
  whenGone?: ((reason: ClientGone) => void)[];
}

/** A request that hears of each resource that it comes to: that of an exchange, or a view that goes a way of its own. */
export interface IRoutedRequest extends IRequest {
  reached(resource: IResource): void;
  /** From the root down, noted where there is content. */
  readonly trail: readonly IResource[];
}

export class Request implements IRoutedRequest {
  readonly method: string;
  readonly uri: string;
  readonly path: string;
  readonly query: string;
  readonly scheme: "http" | "https";
  readonly authority: string;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  readonly upgrade?: string;
  readonly length: number | UnknownLength;
  /** Itself, also for views: `Object.create(request, { method: { value: "PUT" } })`, or a Proxy. */
  private readonly self: Request = this;
  #resource: IResource | undefined = undefined;
  #trail: IResource[] | undefined = undefined;
  #mode: BodyMode = "streaming";
  readonly #lines: readonly string[];
  readonly #carrier: IRequestCarrier;
  #rare: RareParts | undefined = undefined;

  constructor(head: RequestHeadFields, lines: readonly string[], carrier: IRequestCarrier) {
    this.method = head.method;
    this.uri = head.uri;
    this.path = head.path;
    this.query = head.query;
    this.scheme = head.scheme;
    this.authority = head.authority;
    this.httpVersion = head.httpVersion;
    this.length = head.length;
    if (head.upgrade !== undefined) this.upgrade = head.upgrade;
    this.#lines = lines;
    this.#carrier = carrier;
  }

  get headers(): Headers {
    return (this.self.#parts.headers ??= Headers.ofParsedLines(this.self.#lines));
  }

  get searchParams(): URLSearchParams {
    return (this.self.#parts.searchParams ??= new URLSearchParams(this.query));
  }

  get channel(): IHTTPChannel {
    return this.self.#carrier.channelView;
  }

  get signal(): AbortSignal {
    const parts = this.self.#parts;
    if (parts.controller === undefined) {
      parts.controller = new AbortController();
      const reason = this.self.#carrier.goneReason;
      if (reason !== undefined) parts.controller.abort(reason);
    }
    return parts.controller.signal;
  }

  get trailers(): Promise<Headers> {
    const parts = this.self.#parts;
    if (parts.trailers === undefined) {
      parts.trailers = new Promise((resolve, reject) => {
        parts.settleTrailers = () => {
          const end = this.self.#carrier.bodyEnd;
          if (end === undefined) return;
          if (end instanceof BodyDone) resolve(Headers.ofParsedLines(this.self.#carrier.trailerLines));
          else reject(end);
        };
      });
      // Nobody has to look at the trailers of a body that failed.
      parts.trailers.catch(() => undefined);
      parts.settleTrailers?.();
    }
    return parts.trailers;
  }

  deliverBody(protocol: IProtocol): void {
    this.self.#carrier.deliverBody(protocol);
  }

  /** Why the client is gone; undefined while it is there. */
  get goneReason(): ClientGone | undefined {
    return this.self.#carrier.goneReason;
  }

  /** For whoever walks the resources: `resource` has been reached. */
  reached(resource: IResource): void {
    this.self.#resource = resource;
    if (this.length !== 0) (this.self.#trail ??= []).push(resource);
  }

  /** The resource that the walk has reached last. */
  get resource(): IResource | undefined {
    return this.self.#resource;
  }

  get trail(): readonly IResource[] {
    return this.self.#trail ?? [];
  }

  get mode(): BodyMode {
    return this.self.#mode;
  }

  /** For whoever collects the content, or replays it. */
  deliveredAs(mode: BodyMode): void {
    this.self.#mode = mode;
  }

  /** Calls back when the client leaves; not if it has left. */
  whenGone(callback: (reason: ClientGone) => void): void {
    (this.self.#parts.whenGone ??= []).push(callback);
  }

  /** For the carrier: the client has left. */
  clientLeft(reason: ClientGone): void {
    const rare = this.self.#rare;
    rare?.controller?.abort(reason);
    for (const callback of rare?.whenGone ?? []) callback(reason);
  }

  /** For the carrier: the reader has got its end. */
  bodyEnded(): void {
    this.self.#rare?.settleTrailers?.();
  }

  get #parts(): RareParts {
    return (this.self.#rare ??= {});
  }
}

/**
 * For a framework on top, whose requests have members that ours lack: code that asks one of ours for such a member is
 * answered by `asked`, which may throw, and not with `undefined`. Views of a request ask as the request does. Holds for
 * all requests of the process.
 */
export function answerMissing(name: string, asked: (request: IRequest) => unknown): void {
  Object.defineProperty(Request.prototype, name, {
    configurable: true,
    get(this: { readonly self: Request }) {
      return asked(this.self);
    },
  });
}

/** How logs and lists call a resource: by its class, if it has one. */
export function resourceName(resource: IResource | undefined): string {
  if (resource === undefined) return "";
  const { constructor } = resource as { readonly constructor?: { readonly name: string } };
  return constructor?.name ?? "an object";
}

/**
 * Tells that `resource` was reached on the way of `request`, so that its `[BODY_LIMITS]`, its name in
 * `site.exchanges()` and in the log are known. `traverse` does it; whoever walks in another way does it too.
 */
export function noteReached(request: IRequest, resource: IResource): void {
  (request as Partial<IRoutedRequest>).reached?.(resource);
}

/** Tells how the content of `request` reaches its resource, for `site.exchanges()`. */
export function noteMode(request: IRequest, mode: BodyMode): void {
  if (request instanceof Request) request.deliveredAs(mode);
}

/** Why the client of `request` has left, or undefined while it is there. Cheaper than asking for `signal`. */
export function clientGone(request: IRequest): ClientGone | undefined {
  if (request instanceof Request) return request.goneReason;
  return request.signal.aborted ? (request.signal.reason as ClientGone) : undefined;
}

/**
 * Calls back when the client of `request` leaves; not if it has left. Cheaper than to listen to `signal`. Others wait
 * to be told, so `callback` must not throw.
 */
export function whenClientGone(request: IRequest, callback: (reason: ClientGone) => void): void {
  if (request instanceof Request) {
    if (request.goneReason === undefined) request.whenGone(callback);
    return;
  }
  const { signal } = request;
  signal.addEventListener(
    "abort",
    () => {
      callback(signal.reason as ClientGone);
    },
    { once: true },
  );
}
