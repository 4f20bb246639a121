/**
 * The request as the new resource sees it: the same head, a body of its own, and a connection that it can do nothing
 * to. What it would do to it ends its own answer, and nothing else.
 */
import type { ClientGone } from "@headgate/core";
import {
  BodyDone,
  bodyLimitsFor,
  UpgradeRefused,
  type BodyEnd,
  type Headers,
  type IBody,
  type IHTTPChannel,
  type IProtocol,
  type IRequest,
  type IResource,
  type IRoutedRequest,
  type UnknownLength,
} from "@headgate/core";
import { ContentlessRequest } from "../contentless-request";
import { SILENT, type ISilentRequest } from "../silent-requests";
import { GuardedReader, type IGuardedBody } from "./guarded-reader";

/** @param ended the new resource has ended its exchange */
function shadowChannel(live: IHTTPChannel, ended: (error: Error) => void): IHTTPChannel {
  const common = {
    peer: live.peer,
    host: live.host,
    isSecure: live.isSecure,
    sendInterim(): void {
      // Only the old resource's interim answers are sent.
    },
    takeOver(): never {
      throw new UpgradeRefused("a shadow has no connection to take over");
    },
    abort(): void {
      ended(new Error("the new resource aborted the exchange"));
    },
  };
  if (live.httpVersion !== "2.0")
    return { ...common, httpVersion: live.httpVersion, persistent: live.persistent };
  const { httpVersion, streamId, priority } = live;
  return {
    ...common,
    httpVersion,
    streamId,
    priority,
    reset: (code) => ended(new Error(`the new resource reset the stream with ${code}`)),
  };
}

/** What becomes of the new resource's exchange by its own doing. */
export interface IShadowOwner {
  /** It has ended it. */
  aborted(error: Error): void;
  /** Its reader of the body threw, and was stopped. */
  readerFailed(error: unknown): void;
}

export class ShadowRequest
  extends ContentlessRequest
  implements ISilentRequest, IRoutedRequest, IGuardedBody
{
  readonly [SILENT] = true;
  readonly method: string;
  readonly uri: string;
  readonly path: string;
  readonly query: string;
  readonly scheme: "http" | "https";
  readonly authority: string;
  readonly headers: Headers;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  readonly channel: IHTTPChannel;
  readonly length: number | UnknownLength;
  /** As far as the shadow, it came the way of the live one. */
  readonly trail: IResource[];
  readonly #live: IRequest;
  readonly #body: IBody;
  readonly #owner: IShadowOwner;
  readonly #gone = new AbortController();
  #searchParams: URLSearchParams | undefined;
  #trailers: Promise<Headers> | undefined;
  #end: BodyEnd | undefined;
  #whenEnded: (() => void) | undefined;

  constructor(live: IRequest, body: IBody, owner: IShadowOwner) {
    super();
    this.method = live.method;
    this.uri = live.uri;
    this.path = live.path;
    this.query = live.query;
    this.scheme = live.scheme;
    this.authority = live.authority;
    this.headers = live.headers;
    this.httpVersion = live.httpVersion;
    this.length = live.length;
    this.trail = [...((live as Partial<IRoutedRequest>).trail ?? [])];
    this.channel = shadowChannel(live.channel, (error) => owner.aborted(error));
    this.#owner = owner;
    this.#live = live;
    this.#body = body;
    if (live.length === 0) this.#end = BodyDone.instance;
  }

  /** Not that of the old side, which it could change. */
  get searchParams(): URLSearchParams {
    return (this.#searchParams ??= new URLSearchParams(this.query));
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  get trailers(): Promise<Headers> {
    if (this.#trailers === undefined) {
      this.#trailers = new Promise((resolve, reject) => {
        this.#whenEnded = () => {
          if (this.#end instanceof BodyDone) resolve(this.#live.trailers);
          else if (this.#end !== undefined) reject(this.#end);
        };
      });
      // Nobody has to look at the trailers of a body that failed.
      this.#trailers.catch(() => undefined);
      this.#whenEnded?.();
    }
    return this.#trailers;
  }

  deliverBody(protocol: IProtocol): void {
    this.#body.deliverBody(new GuardedReader(protocol, this, bodyLimitsFor(this).maxBodyOctets));
  }

  /** For whoever walks the resources of the new side. */
  reached(resource: IResource): void {
    this.trail.push(resource);
  }

  bodyEnded(reason: BodyEnd): void {
    this.#end = reason;
    this.#whenEnded?.();
  }

  readerFailed(error: unknown): void {
    this.#owner.readerFailed(error);
  }

  /** Nobody waits for its answer any more. */
  abandon(reason: ClientGone): void {
    this.#gone.abort(reason);
  }
}
