/**
 * The half of a legacy request that came from the client: head, addresses, arguments, content
 * (twisted.web.http.Request). Nothing is parsed before it is asked for, but forms: those are parsed when they are
 * in, so that a malformed one never reaches a resource.
 */
import type { Address } from "@headgate/core";
import { basicCredentials, type BasicCredentials } from "./basic-credentials";
import { ContentFile } from "./content-file";
import type { IChannelRequest, IContentFile, IHttpChannel } from "./contracts";
import { readCookies, type Cookies } from "./cookies";
import type { Failure } from "./failure";
import { mergeArgs, parseForm, parseQuery, textArgs, type Args, type ArgsBytes } from "./form-args";
import { Headers } from "./headers";
import { hostnameOf, pathOf } from "./request-urls";

const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/;

export abstract class IncomingRequest<C extends IHttpChannel = IHttpChannel> implements IChannelRequest {
  /** As it was sent; so are `uri` and `path`. */
  method = "(no method yet)";
  uri = "(no uri yet)";
  path = "";
  clientproto = "(no clientproto yet)";
  readonly queued = 0;
  /** The other end of the connection. */
  readonly client: Address;
  host: Address;
  /** What carries this request. Public code asks `channel`, which is null once the request is over. */
  protected readonly carrier: C;
  #requestHeaders: Headers | undefined;
  #content: IContentFile | null | undefined;
  #form: ArgsBytes | undefined;
  #argsBytes: ArgsBytes | undefined;
  #args: Args | undefined;
  #credentials: BasicCredentials | undefined;
  #cookies: Cookies | undefined;
  /** `setHost` said that the client's side is secure. */
  #isForcedSecure = false;

  /** @param _queued always false; there for subclasses that pass it on */
  constructor(channel: C, _queued = false) {
    this.carrier = channel;
    this.client = channel.getPeer();
    this.host = channel.getHost();
  }

  // ---- what the channel tells, in this order -------------------------------------------------------------

  /** The length of the body; null: not announced. */
  gotLength(length: number | null): void {
    this.#content = this.carrier.openContent(length);
  }

  handleContentChunk(octets: Buffer): void {
    this.#content?.write?.(octets);
  }

  contentCollected(): void {
    const content = this.#content;
    if (!content || !this.#isForm) return;
    const file = content instanceof ContentFile ? content : ContentFile.inMemory([content.read()]);
    this.#form = parseForm(this.method, this.#contentType, file, this.carrier.formOptions);
    content.seek(0);
    this.#argsBytes = this.#args = undefined;
  }

  abstract connectionLost(reason: Failure): void;

  /** Sets what the head says. */
  protected headReceived(method: string, uri: string, version: string): void {
    this.method = method;
    this.uri = uri;
    this.clientproto = version;
    this.path = pathOf(uri);
    if (!this.carrier.hasUncollectedContent) this.contentCollected();
  }

  // ---- fields ------------------------------------------------------------------------------------------

  get requestHeaders(): Headers {
    return (this.#requestHeaders ??= Headers.fromOctets(this.carrier.requestFields));
  }

  set requestHeaders(headers: Headers) {
    this.#requestHeaders = headers;
  }

  /** The last value of that name. */
  getHeader(name: string): string | null {
    return this.requestHeaders.getRawHeaders(name)?.at(-1) ?? null;
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

  /** Name -> value, as the client sent them. Parsed when they are first asked for. */
  get received_cookies(): Cookies {
    if (this.#cookies === undefined) {
      this.#cookies = Object.create(null) as Cookies;
      this.parseCookies();
    }
    return this.#cookies;
  }

  /** Fills `received_cookies`. */
  parseCookies(): void {
    for (const field of this.requestHeaders.getRawHeaders("cookie", [])) {
      readCookies(field, this.received_cookies);
    }
  }

  getCookie(name: string): string | null {
    return this.received_cookies[name] ?? null;
  }

  /** Of Basic authorization; empty if there is none. */
  getUser(): string {
    return this.#basicCredentials.user;
  }

  getPassword(): string {
    return this.#basicCredentials.password;
  }

  get #basicCredentials(): BasicCredentials {
    return (this.#credentials ??= basicCredentials(this.getHeader("authorization") ?? undefined));
  }

  // ---- arguments and content ---------------------------------------------------------------------------

  /** Of the query, and of a form in the body: name -> values, in order. Without a prototype. */
  get args(): Args {
    const args = this.argsBytes;
    return (this.#args ??= textArgs(args));
  }

  set args(args: Args) {
    this.#args = args;
  }

  /** The same with the values as they came. */
  get argsBytes(): ArgsBytes {
    const { hasContent, formOptions } = this.carrier;
    if (hasContent && this.#isForm) this.carrier.contentTouched("args");
    return (this.#argsBytes ??= mergeArgs(this.#query(formOptions.semicolonSeparates), this.#form));
  }

  /** The body, once it is there, is parsed into args. */
  get #isForm(): boolean {
    return this.method === "POST" && FORM_TYPE.test(this.#contentType ?? "");
  }

  /** Of several, the first one says what the body is, other than for `getHeader`. */
  get #contentType(): string | undefined {
    return this.requestHeaders.getRawHeaders("content-type")?.[0];
  }

  #query(semicolonSeparates: boolean): ArgsBytes {
    const mark = this.uri.indexOf("?");
    return parseQuery(mark === -1 ? "" : this.uri.slice(mark + 1), semicolonSeparates);
  }

  /** The body, as a file at its start; null after `finish`. */
  get content(): ContentFile {
    if (this.carrier.hasContent) this.carrier.contentTouched("content");
    if (this.#content === undefined) this.#content = ContentFile.inMemory([]);
    // Typed as what it is for as long as anybody has a use for it.
    return this.#content as ContentFile;
  }

  set content(content: IContentFile | null) {
    this.#content = content;
  }

  /** The same, for the framework: whatever it is by now, and without being noted as the application's. */
  get contentFile(): IContentFile | null {
    return this.#content ?? null;
  }

  set contentFile(content: IContentFile | null) {
    this.#content = content;
  }

  /** Lets go of the body. */
  closeContent(): void {
    this.#content?.close?.();
  }

  // ---- the two ends of the connection ------------------------------------------------------------------

  getHost(): Address {
    return this.host;
  }

  /** Makes the request believe that it was sent there: for what runs behind a proxy. */
  setHost(host: string, port: number, ssl: boolean | number = false): void {
    this.#isForcedSecure = Boolean(ssl);
    const isDefaultPort = port === (this.isSecure() ? 443 : 80);
    this.requestHeaders.setRawHeaders("host", [isDefaultPort ? host : `${host}:${port}`]);
    this.host = { type: "TCP", host, port };
  }

  /** The name in the Host field, or our own address. */
  getRequestHostname(): string {
    const field = this.getHeader("host");
    return field === null ? this.host.host : hostnameOf(field);
  }

  getClientAddress(): Address {
    return this.client;
  }

  /** null for what is no IP address. */
  getClientIP(): string | null {
    return this.client.type === "TCP" ? this.client.host : null;
  }

  isSecure(): boolean {
    return this.#isForcedSecure || this.carrier.isSecure();
  }
}
