/**
 * What the parts of the legacy site ask of each other. Generic over the request, so that the request, the
 * resources and the site can each be read alone.
 */
import type { Address, Awaitable, ClientGone, IClock, IPullProducer, IPushProducer } from "@headgate/core";
import type { Failure } from "./failure";
import type { FormOptions } from "./form-args";
import type { Session } from "./session";

/** A node of a tree, old or new; which of the two, `isLegacyResource` tells. */
export type AnyResource<R> = ILegacyResource<R> | object;

/** What twisted.web calls IResource: any object of this shape serves. */
export interface ILegacyResource<R> {
  /** true: whatever remains of the path is this resource's own affair. */
  readonly isLeaf: boolean | number;
  getChildWithDefault(name: string, request: R): unknown;
  putChild(path: string, child: AnyResource<R>): void;
  /** A body, NOT_DONE_YET, or a promise or Deferred of either. */
  render(request: R): unknown;
}

/** What a body may be collected in: our own file, or one that `Site.getContentFile` made. */
export interface IContentFile {
  /** While the body comes. */
  write?(octets: Buffer): unknown;
  read(size?: number): Buffer;
  seek(offset: number, whence?: 0 | 1 | 2): unknown;
  close?(): void;
}

/** What a request needs of its site (and a site may be asked for anything else, by its own class). */
export interface ILegacySite<R> {
  readonly displayTracebacks: boolean;
  /** Departs from twisted.web where that is safer. */
  readonly hardened: boolean;
  /** The clock of sessions, and of what else is valid for a while. */
  readonly reactor: IClock;
  makeSession(): Session;
  /** @throws UnknownSession */
  getSession(uid: string): Session;
  /** Finds who answers; at once, unless a resource on the way gives a promise. */
  getResourceFor(request: R): Awaitable<AnyResource<R>>;
  /** A response was finished: a line for the access log. */
  log(request: R): void;
  /** Where to collect a body of that length (null: not announced), instead of where the framework does. */
  getContentFile?(length: number | null): IContentFile;
}

/** What `registerProducer` is told which of the two it is. */
export type Producer = IPushProducer | IPullProducer;

/**
 * The connection, as far as an application may touch it (twisted.web: the transport of a channel). Octets go through
 * the request; on HTTP/2 it is the stream that ends, not its siblings.
 */
export interface IRequestTransport {
  getPeer(): Address;
  getHost(): Address;
  /** Closes after what was written has left. */
  loseConnection(): void;
  /** Closes now. */
  abortConnection(): void;
}

/** What carries a request, as its two halves see it (twisted.web: HTTPChannel). */
export interface IHttpChannel {
  getPeer(): Address;
  getHost(): Address;
  isSecure(): boolean;
  readonly transport: IRequestTransport;
  /** Lower-case names and values as octets. */
  readonly requestFields: Iterable<readonly [name: string, octets: string]>;
  readonly formOptions: FormOptions;

  /** The request has a body. */
  readonly hasContent: boolean;
  /** And nobody has collected it. */
  readonly hasUncollectedContent: boolean;
  /** The application asks for it. @throws ContentNotCollected if it is not there */
  contentTouched(what: "content" | "args"): void;
  /** Where a body of that length is to be collected. */
  openContent(length: number | null): IContentFile;

  /** Why the client is gone, or presumed gone. */
  readonly goneReason: ClientGone | undefined;
  /** From now on `request.connectionLost` is called when the client goes. */
  watchConnection(): void;
  /** After a FIN: calls `release` when the time that is left for an answer is over. */
  afterGrace(release: () => void): void;
  /** Freezes the head. */
  writeHeaders(
    code: number,
    phrase: string,
    fields: readonly (readonly [name: string, octets: string])[],
  ): void;
  /** A string is ASCII. */
  write(octets: Buffer | string): void;
  /** The response is complete. */
  requestDone(): void;
  /** Leaves the response incomplete: what was written is sent, then the connection or the stream is closed. */
  loseConnection(): void;
  registerProducer(producer: Producer, streaming: boolean): void;
  unregisterProducer(): void;
  logError(message: string, error?: unknown): void;
}

/** The same with what a request of a tree needs. */
export interface IRequestChannel<R> extends IHttpChannel {
  /** Another request answers this client, and is logged. */
  readonly isSilent?: boolean;
  readonly site: ILegacySite<R>;
  readonly serverHeader: string | undefined;
  /** The decoded segments behind and ahead of where this tree begins, in a path as it was sent. */
  segmentsOf(path: string): { prepath: string[]; postpath: string[] };
  /** Asks the site, or what stands for it below a core resource. */
  getResourceFor(request: R): Awaitable<AnyResource<R>>;
  /**
   * The walk is about to ask `resource` for its child of that name.
   *
   * @param depth segments of the path that were taken when `resource` was reached; default: those in prepath
   * @returns whether the body is to be collected before: it could look, and nobody has collected yet
   */
  descending(resource: ILegacyResource<R>, name: string, depth?: number): boolean;
  /** Calls `collected` when the whole body is in `request.content`; if it fails, the request is over. */
  collect(collected: () => void): void;
  /**
   * `resource` is to answer, or whom it stands for: calls `render` with that one when it may look at what it looks
   * at; a core resource or one that streams answers without.
   */
  rendering(resource: AnyResource<R>, render: (resource: ILegacyResource<R>) => void): void;
  /** `render` returned NOT_DONE_YET. */
  parked(resource: ILegacyResource<R>): void;
  /** Finds a resource, now or later, and has the request render it. */
  answerFrom(find: () => Awaitable<AnyResource<R>>): void;
  /** Runs application code; what it writes leaves when it returns. What it throws is the request's failure. */
  run(code: () => void): void;
}

/** What the channel, in turn, tells its request. */
export interface IChannelRequest {
  gotLength(length: number | null): void;
  handleContentChunk(octets: Buffer): void;
  /** All of the content is there. @throws MalformedBody, LimitExceeded for a form */
  contentCollected(): void;
  connectionLost(reason: Failure): void;
}
