/**
 * A request without a channel, for tests of single resources (twisted.web.test.requesthelper.DummyRequest): keeps
 * what is done to it. It knows nothing of the rules of HTTP; a `Request` on a `DummyChannel` does.
 */
import type { Address } from "@headgate/core";
import { isThenable } from "@headgate/core";
import { NOT_DONE_YET } from "../constants";
import type { Producer } from "../contracts";
import { Deferred } from "../deferred";
import { Headers, type HeaderValue } from "../headers";
import { encodeBytes } from "../octets";
import { succeed } from "../settled-deferreds";

/** What a DummyRequest can render. */
interface IRenders {
  render(request: never): unknown;
}

const NULL_ADDRESS: Address = { type: "memory", host: "", port: 0 };

export class DummyRequest {
  uri = "http://dummy/";
  method = "GET";
  clientproto = "HTTP/1.0";
  client: Address | null = null;
  readonly channel = null;
  readonly site = null;
  sitepath: string[] = [];
  prepath: string[] = [];
  postpath: string[];
  args = Object.create(null) as Record<string, string[]>;
  /** A `BytesIO`, where the resource reads one. */
  content: unknown = null;
  session: unknown = null;
  /** What `getSession` gives. */
  readonly protoSession: unknown;
  requestHeaders = new Headers();
  readonly responseHeaders = new Headers();
  responseCode: number | null = null;
  responseMessage: string | Uint8Array | null = null;
  /** A piece for each `write`. */
  readonly written: Buffer[] = [];
  /** How often `finish` was called. */
  finished = 0;
  _encoder: unknown = null;
  #notifications: Deferred<null>[] = [];
  #isProducing = false;
  #isSecure = false;

  /** @param session what `getSession` gives; absent: an empty one */
  constructor(
    postpath: string[],
    session: unknown = { uid: "0", site: null },
    client: Address | null = null,
  ) {
    this.postpath = postpath;
    this.protoSession = session;
    this.client = client;
  }

  // ---- what came in ------------------------------------------------------------------------------------

  /** The first value of that name. */
  getHeader(name: string): string | null {
    return this.requestHeaders.getRawHeaders(name)?.[0] ?? null;
  }

  /** Lower-case name -> last value. */
  getAllHeaders(): Record<string, string> {
    const last = Object.create(null) as Record<string, string>;
    for (const [name, values] of this.requestHeaders.getAllRawHeaders()) {
      const value = values.at(-1);
      if (value !== undefined) last[name.toLowerCase()] = value;
    }
    return last;
  }

  addArg(name: string, value: string): void {
    this.args[name] = [value];
  }

  getSession(): unknown {
    if (this.session !== null) return this.session;
    this.#wantNothingWritten("Session cannot be requested");
    return (this.session = this.protoSession);
  }

  getClientIP(): string | null {
    return this.client?.type === "TCP" ? this.client.host : null;
  }

  getClientAddress(): Address {
    return this.client ?? NULL_ADDRESS;
  }

  getRequestHostname(): string {
    return "dummy";
  }

  getHost(): Address {
    return { type: "TCP", host: "127.0.0.1", port: 80 };
  }

  setHost(host: string, port: number, ssl: boolean | number = false): void {
    this.#isSecure = Boolean(ssl);
    const isDefaultPort = port === (this.#isSecure ? 443 : 80);
    this.requestHeaders.addRawHeader("host", isDefaultPort ? host : `${host}:${port}`);
  }

  isSecure(): boolean {
    return this.#isSecure;
  }

  // ---- what goes out -----------------------------------------------------------------------------------

  /** Adds a value: what was set before stays. */
  setHeader(name: string, value: HeaderValue): void {
    this.responseHeaders.addRawHeader(name, value);
  }

  setResponseCode(code: number, message: string | Uint8Array | null = null): void {
    this.#wantNothingWritten("Response code cannot be set");
    this.responseCode = code;
    this.responseMessage = message;
  }

  setLastModified(_when: number): void {
    this.#wantNothingWritten("Last-Modified cannot be set");
  }

  setETag(_tag: string): void {
    this.#wantNothingWritten("ETag cannot be set");
  }

  redirect(url: string): void {
    this.setResponseCode(302);
    this.setHeader("location", url);
  }

  write(data: string | Uint8Array): void {
    if (typeof data === "string") this.written.push(encodeBytes(data));
    else if (data instanceof Uint8Array) this.written.push(Buffer.from(data));
    else throw new TypeError("write() only accepts bytes");
  }

  /** Has the resource render, and writes and finishes what it returns. */
  render(resource: IRenders): void {
    this.#take(resource.render(this as never));
  }

  #take(result: unknown): void {
    if (result === NOT_DONE_YET) return;
    if (isThenable(result)) {
      result.then(
        (late) => this.#take(late),
        (error: unknown) => this.processingFailed(error),
      );
      return;
    }
    this.write(result as string);
    this.finish();
  }

  /** A pull producer is resumed until it unregisters itself; a push producer writes by itself. */
  registerProducer(producer: Producer, streaming: boolean): void {
    this.#isProducing = !streaming;
    while (this.#isProducing) producer.resumeProducing();
  }

  unregisterProducer(): void {
    this.#isProducing = false;
  }

  // ---- the end -----------------------------------------------------------------------------------------

  /** Fires with null at `finish`, or fails at `processingFailed`. */
  notifyFinish(): Deferred<null> {
    const deferred = new Deferred<null>();
    this.#notifications.push(deferred);
    return deferred;
  }

  finish(): void {
    this.finished += 1;
    for (const deferred of this.#notifications.splice(0)) deferred.callback(null);
  }

  processingFailed(reason: unknown): void {
    for (const deferred of this.#notifications.splice(0)) deferred.errback(reason);
  }

  #wantNothingWritten(what: string): void {
    if (this.written.length === 0) return;
    const written = Buffer.concat(this.written).toString();
    throw new Error(`${what} after data has been written: ${written}.`);
  }
}

/**
 * Has a resource render a DummyRequest; fires when it has finished (twisted.web.test._util._render).
 *
 * @throws TypeError if it returns neither content nor NOT_DONE_YET
 */
export function _render(resource: IRenders, request: DummyRequest): Deferred<null> {
  const result = resource.render(request as never);
  if (typeof result === "string" || result instanceof Uint8Array) {
    request.write(result);
    request.finish();
    return succeed(null);
  }
  if (result !== NOT_DONE_YET) throw new TypeError(`Unexpected return value: ${String(result)}`);
  return request.finished > 0 ? succeed(null) : request.notifyFinish();
}
