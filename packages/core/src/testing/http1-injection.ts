/** A request injected over HTTP/1.1 or 1.0: octets with their length, streams in chunks. */
import { bodyOf } from "../body/body-sources";
import { BodyDone } from "../errors";
import { Headers } from "../fields/headers";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import type { IInjection, Injected, InjectOptions } from "./injection";
import { readResponses } from "./read-response";
import type { StringTransport } from "./string-transport";

function encodeRequest(options: InjectOptions, body: InjectOptions["body"]): Buffer {
  const version = options.httpVersion ?? "1.1";
  const headers = new Headers(options.headers);
  if (!headers.has("host") && version === "1.1") headers.append("Host", "localhost");
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const isKnown = bytes instanceof Uint8Array;
  if (isKnown && !headers.has("content-length")) headers.append("Content-Length", bytes.length);
  if (!isKnown && body !== undefined) headers.append("Transfer-Encoding", "chunked");
  let head = `${options.method ?? "GET"} ${options.target ?? "/"} HTTP/${version}\r\n`;
  headers.forEachLine((_name, value, spelled) => {
    head += `${spelled}: ${value}\r\n`;
  });
  return Buffer.concat([Buffer.from(head + "\r\n", "latin1"), isKnown ? bytes : Buffer.alloc(0)]);
}

/** Sends the pieces of a stream as chunks, and pauses it while the site doesn't read. */
class ChunkFeed implements IProtocol {
  readonly borrowsData = true;
  readonly #transport: StringTransport;
  #source: IBodyTransport | undefined;

  constructor(transport: StringTransport) {
    this.#transport = transport;
  }

  makeConnection(source: IBodyTransport): void {
    this.#source = source;
  }

  dataReceived(data: Buffer): void {
    this.#transport.feed(`${data.length.toString(16)}\r\n`);
    this.#transport.feed(data);
    this.#transport.feed("\r\n");
    if (this.#transport.isPaused) this.#source?.pauseProducing();
  }

  /** A client whose source breaks leaves. */
  connectionLost(reason: BodyEnd): void {
    if (reason instanceof BodyDone) this.#transport.feed("0\r\n\r\n");
    else this.#transport.feedEnd();
  }

  /** Goes on if the site reads again. */
  proceed(): void {
    if (!this.#transport.isPaused) this.#source?.resumeProducing();
  }
}

export class Http1Injection implements IInjection {
  readonly #transport: StringTransport;
  readonly #method: string;
  readonly #feed: ChunkFeed;
  #seen = -1;

  constructor(transport: StringTransport, options: InjectOptions) {
    const { method = "GET", body } = options;
    this.#transport = transport;
    this.#method = method;
    this.#feed = new ChunkFeed(transport);
    transport.feed(encodeRequest(options, body));
    const isStream = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
    if (isStream) bodyOf(body).deliverBody(this.#feed);
  }

  get isOver(): boolean {
    return this.#transport.isDisconnecting || this.#transport.isAborted || this.#transport.hasFinished;
  }

  proceed(): void {
    this.#feed.proceed();
  }

  answer(): Injected | undefined {
    const { writes, written } = this.#transport;
    const isNews = this.isOver || writes.length !== this.#seen;
    this.#seen = writes.length;
    const responses = isNews ? readResponses(written, [this.#method], this.isOver) : [];
    const final = responses.find(({ code }) => code >= 200 || code === 101);
    if (final === undefined) return undefined;
    const interim = responses.slice(0, responses.indexOf(final)).map(({ code }) => code);
    return { ...final, interim };
  }
}
