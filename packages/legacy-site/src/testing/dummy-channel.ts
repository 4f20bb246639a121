/**
 * What carries a `Request` in a test without a server (twisted.web.test.requesthelper.DummyChannel):
 *
 *     const channel = new DummyChannel();
 *     const request = new Request(channel, false);
 *     request.requestReceived("GET", "/path", "HTTP/1.1");
 *     channel.transport.written.getvalue();
 *
 * Heads and bodies are written as they come, without the framing of a connection; a core resource can't answer, and
 * nothing is encoded.
 */
import type { Address, ClientGone } from "@headgate/core";
import { isThenable, type Awaitable } from "@headgate/core";
import type { IContentFile, IRequestChannel, IRequestTransport, Producer } from "../contracts";
import { DEFAULT_FORM_OPTIONS } from "../form-args";
import { segmentsOf, type Segments } from "../path-segments";
import type { Request } from "../request";
import { isLegacyResource, Resource, type AnyResource, type ILegacyResource } from "../resource";
import { Site } from "../site";
import { whoAnswers } from "../stand-in";
import { BytesIO } from "./bytes-io";

/** The connection of a DummyChannel. */
export class DummyTransport implements IRequestTransport {
  port = 80;
  disconnected = false;
  readonly written = new BytesIO();
  readonly producers: [producer: Producer, streaming: boolean][] = [];
  readonly #peer: Address;

  constructor(peer: Address = { type: "TCP", host: "192.168.1.1", port: 12_344 }) {
    this.#peer = peer;
  }

  getPeer(): Address {
    return this.#peer;
  }

  getHost(): Address {
    return { type: "TCP", host: "10.0.0.1", port: this.port };
  }

  write(octets: string | Uint8Array): void {
    this.written.write(octets);
  }

  writeSequence(pieces: Iterable<string | Uint8Array>): void {
    for (const piece of pieces) this.write(piece);
  }

  registerProducer(producer: Producer, streaming: boolean): void {
    this.producers.push([producer, streaming]);
  }

  unregisterProducer(): void {}

  loseConnection(): void {
    this.disconnected = true;
  }

  abortConnection(): void {
    this.disconnected = true;
  }
}

/** A connection over TLS. */
export class DummySecureTransport extends DummyTransport {
  override port = 443;
}

let sharedSite: Site | undefined;

/** One for all channels; made with the first of them, so that importing this file does nothing. */
function siteOfChannels(): Site {
  return (sharedSite ??= new Site(new Resource()));
}

export class DummyChannel implements IRequestChannel<Request> {
  static readonly TCP = DummyTransport;
  static readonly SSL = DummySecureTransport;
  /** In place of another, `new DummyChannel.SSL()` say. */
  transport: DummyTransport;
  site: IRequestChannel<Request>["site"] = siteOfChannels();
  readonly serverHeader: string | undefined = undefined;
  readonly requestFields: readonly (readonly [name: string, octets: string])[] = [];
  readonly formOptions = DEFAULT_FORM_OPTIONS;
  readonly hasContent = false;
  readonly hasUncollectedContent = false;
  /** Set it, and call `request.connectionLost`, for a client that has left. */
  goneReason: ClientGone | undefined = undefined;
  /** What was logged. */
  readonly errors: unknown[] = [];
  #request: Request | undefined;

  constructor(peer?: Address) {
    this.transport = new DummyTransport(peer);
  }

  getPeer(): Address {
    return this.transport.getPeer();
  }

  getHost(): Address {
    return this.transport.getHost();
  }

  isSecure(): boolean {
    return this.transport instanceof DummySecureTransport;
  }

  // ---- content -----------------------------------------------------------------------------------------

  contentTouched(): void {}

  openContent(): IContentFile {
    return new BytesIO();
  }

  collect(collected: () => void): void {
    collected();
  }

  // ---- the walk ----------------------------------------------------------------------------------------

  segmentsOf(path: string): Segments {
    return segmentsOf(path);
  }

  getResourceFor(request: Request): Awaitable<AnyResource> {
    this.#request = request;
    return this.site.getResourceFor(request);
  }

  parked(): void {}

  answerFrom(find: () => Awaitable<AnyResource>): void {
    this.run(() => {
      const found = find();
      const render = (resource: AnyResource): void => this.run(() => this.#request?.render(resource));
      if (isThenable(found)) found.then(render, (error: unknown) => this.#failed(error));
      else render(found);
    });
  }

  descending(): boolean {
    return false;
  }

  rendering(found: AnyResource, render: (resource: ILegacyResource) => void): void {
    const resource = this.#request === undefined ? found : whoAnswers(found, this.#request);
    if (!isLegacyResource(resource)) throw new TypeError("a DummyChannel can't have a core resource answer");
    render(resource);
  }

  run(code: () => void): void {
    try {
      code();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (this.#request === undefined) throw error;
    this.#request.processingFailed(error);
  }

  // ---- the answer --------------------------------------------------------------------------------------

  writeHeaders(
    code: number,
    phrase: string,
    fields: readonly (readonly [name: string, octets: string])[],
  ): void {
    const lines = fields.map(([name, octets]) => `${name}: ${octets}\r\n`);
    this.write(Buffer.from(`HTTP/1.1 ${code} ${phrase}\r\n${lines.join("")}\r\n`, "latin1"));
  }

  write(octets: string | Uint8Array): void {
    this.transport.write(octets);
  }

  requestDone(): void {}

  registerProducer(producer: Producer, streaming: boolean): void {
    this.transport.registerProducer(producer, streaming);
  }

  unregisterProducer(): void {
    this.transport.unregisterProducer();
  }

  loseConnection(): void {
    this.transport.loseConnection();
  }

  watchConnection(): void {}

  afterGrace(): void {}

  logError(message: string, error?: unknown): void {
    this.errors.push(error ?? message);
  }
}
