/**
 * A request with its place in a tree of resources (twisted.web.server.Request). Made for subclassing: each public
 * method may be overridden, and the framework goes through them.
 */
import { Components, type IComponentized, type InterfaceToken } from "./components";
import type { AnyResource as AnyResourceOf, ILegacySite, IRequestChannel } from "./contracts";
import { ContentEncoder, type RequestEncoder } from "./content-encoder";
import { dateField } from "./current-second";
import { Failure } from "./failure";
import { formatFailure } from "./format-failure";
import { HttpRequest } from "./http-request";
import { PROCESSING_FAILED, tracebackPage } from "./page-texts";
import { Rendering } from "./rendering";
import { RequestSessions } from "./request-sessions";
import { absoluteURL, childLink, siblingLink } from "./request-urls";
import { NO_BODY_CODES } from "./responses";
import type { Session } from "./session";
import { URLPath } from "./url-path";

type AnyResource = AnyResourceOf<Request>;

export class Request extends HttpRequest<IRequestChannel<Request>> implements IComponentized {
  site: ILegacySite<Request> | null = null;
  /** Decoded segments of the path: behind (the resource's own name is the last) and ahead. */
  prepath: string[] = [];
  postpath: string[] = [];
  /** Where the site itself stands. */
  sitepath: string[] = [];
  /** Sent where the application sets none; null: none is sent. */
  defaultContentType: string | null = "text/html";
  appRootURL: string | null = null;
  _inFakeHead = false;
  /** Encodes the content, where an EncodingResourceWrapper stands. */
  _encoder: RequestEncoder | null = null;
  #sessions: RequestSessions | undefined;
  #components: Components | undefined;

  // ---- from the head to the response -------------------------------------------------------------------

  /** The head is in; and the whole body, where a subclass overrides this, or `process`. */
  requestReceived(method: string, uri: string, version: string): void {
    this.headReceived(method, uri, version);
    this.process();
  }

  /** Finds the resource, and has it render. */
  process(): void {
    const { carrier, responseHeaders } = this;
    this.site = carrier.site;
    if (carrier.serverHeader !== undefined) responseHeaders.setOctets("server", carrier.serverHeader);
    responseHeaders.setOctets("date", dateField());
    const { prepath, postpath } = carrier.segmentsOf(this.path);
    this.prepath = prepath;
    this.postpath = postpath;
    if (this.path === "*") this.#answerForServer();
    else carrier.answerFrom(() => carrier.getResourceFor(this));
  }

  /** `*` is about the server, not about a resource (RFC 9110 section 9.3.7). */
  #answerForServer(): void {
    if (this.method !== "OPTIONS") {
      this.setResponseCode(405);
      this.setHeader("Allow", "OPTIONS");
    }
    this.setHeader("Content-Length", "0");
    this.finish();
  }

  /** Has `resource` answer: an old one, a core one, or one that streams. */
  render(resource: AnyResource): void {
    const { carrier } = this;
    carrier.rendering(resource, (renderer) => {
      new Rendering(renderer, this, carrier).start();
    });
  }

  /** Answers 500, with the traceback where the site displays it; cuts an answer that has begun. */
  processingFailed(reason: unknown): Failure {
    const failure = Failure.from(reason);
    this.carrier.logError(`${this.method} ${this.uri} failed`, failure.value);
    if (this.startedWriting) {
      this.loseConnection();
      return failure;
    }
    const isShown = this.site?.displayTracebacks === true;
    const page = isShown ? tracebackPage(formatFailure(failure)) : PROCESSING_FAILED;
    this.setResponseCode(500);
    this.setHeader("content-type", "text/html");
    this.setHeader("content-length", `${Buffer.byteLength(page)}`);
    this.write(page);
    this.finish();
    return failure;
  }

  override write(data: string | Uint8Array): void {
    if (!this.startedWriting) {
      this.#addDefaultContentType();
      if (!this._inFakeHead) this.beginEncoding(this.code, null);
    }
    if (!this._inFakeHead) super.write(data);
  }

  /** The head is settled, by us or by a core resource: now the encoder knows whether it is needed. */
  beginEncoding(code: number, fields: { has(name: string): boolean } | null): void {
    const { _encoder, responseHeaders } = this;
    if (_encoder === null) return;
    if (_encoder instanceof ContentEncoder) {
      const hasRange = fields?.has("content-range") ?? responseHeaders.hasHeader("content-range");
      if (!_encoder.begins(code, hasRange, fields?.has("content-encoding"))) this._encoder = null;
    }
    // Nobody knows how long the content will be.
    if (this._encoder !== null) responseHeaders.removeHeader("content-length");
  }

  /** Not where there is no content: 204, 304, and a length of 0. */
  #addDefaultContentType(): void {
    const { responseHeaders, defaultContentType } = this;
    const isEmpty = responseHeaders.getRawHeaders("content-length")?.[0] === "0";
    if (isEmpty || defaultContentType === null || NO_BODY_CODES.has(this.code)) return;
    if (responseHeaders.getRawHeaders("content-type") === undefined) {
      responseHeaders.setRawHeaders("content-type", [defaultContentType]);
    }
  }

  protected override logFinished(): void {
    if (this.carrier.isSilent !== true) this.carrier.site.log(this);
  }

  // ---- sessions and components -------------------------------------------------------------------------

  /**
   * The session of this user: the one whose cookie the client sent, or a new one. Requests over TLS have sessions of
   * their own, whose cookie never goes over plain HTTP.
   *
   * @param sessionInterface gives that component of the session, instead of the session
   * @param forceNotSecure also over TLS: the one that plain HTTP has
   */
  getSession(sessionInterface?: null, forceNotSecure?: boolean): Session;
  getSession<T = unknown>(sessionInterface: InterfaceToken<T>, forceNotSecure?: boolean): T | null;
  getSession(sessionInterface?: InterfaceToken | null, forceNotSecure = false): unknown {
    const isSecure = this.isSecure() && !forceNotSecure;
    this.#sessions ??= new RequestSessions(this);
    const session = this.#sessions.get(this.site ?? this.carrier.site, isSecure);
    return sessionInterface == null ? session : session.getComponent(sessionInterface);
  }

  /** The session that this request has been using. */
  get session(): Session | null {
    return this.#sessions?.held(this.isSecure()) ?? null;
  }

  override responseFields(): [name: string, octets: string][] {
    this.#sessions?.announce(this.site ?? this.carrier.site);
    return super.responseFields();
  }

  getComponent<T = unknown>(token: InterfaceToken<T>): T | null;
  getComponent<T = unknown, F = null>(token: InterfaceToken<T>, fallback: F): T | F;
  getComponent(token: InterfaceToken, fallback: unknown = null): unknown {
    return (this.#components ??= new Components(this)).get(token, fallback);
  }

  setComponent(token: InterfaceToken, component: unknown): void {
    (this.#components ??= new Components(this)).set(token, component);
  }

  unsetComponent(token: InterfaceToken): void {
    this.#components?.unset(token);
  }

  // ---- URLs --------------------------------------------------------------------------------------------

  /** The URL of the resource that renders, without the query. */
  prePathURL(): string {
    return this.#urlOf(this.prepath);
  }

  URLPath(): URLPath {
    return URLPath.fromRequest(this);
  }

  /** A relative link from the page that renders to its child. */
  childLink(name: string): string {
    return childLink(name, this.prepath, this.postpath);
  }

  sibLink(name: string): string {
    return siblingLink(name, this.postpath);
  }

  /** Notes that the application begins at the parent of the resource that the walk has reached. */
  rememberRootURL(): void {
    this.appRootURL = this.#urlOf(this.prepath.slice(0, -1));
  }

  getRootURL(): string | null {
    return this.appRootURL;
  }

  #urlOf(prepath: readonly string[]): string {
    return absoluteURL(this.isSecure(), this.getRequestHostname(), this.getHost(), prepath);
  }

  override toString(): string {
    return `<Request method=${this.method} uri=${this.uri} clientproto=${this.clientproto}>`;
  }
}
