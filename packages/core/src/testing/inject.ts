/**
 * One request to a site and its answer, over real wire octets, in memory: no socket, no port.
 */
import { bodyOf, type BodySource } from "../body/body-sources";
import { BodyDone } from "../errors";
import { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import type { BodyEnd } from "../interfaces/body-end";
import type { IServerProtocol } from "../interfaces/server";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import type { ManualClock } from "./manual-clock";
import { readResponses } from "./read-response";
import { StringTransport } from "./string-transport";

export interface InjectOptions {
  readonly method?: string;
  /** Request target as it goes on the wire. */
  readonly target?: string;
  /** Host: localhost is added where none is given, and the framing of `body`. */
  readonly headers?: HeadersInit;
  /** Text and octets go with their length, streams are chunked. */
  readonly body?: string | Uint8Array | BodySource;
  readonly httpVersion?: "1.0" | "1.1";
  /** The site's clock: moved on for as long as the answer is awaited, so that no timeout takes its time. */
  readonly clock?: ManualClock;
}

export interface Injected {
  readonly code: number;
  readonly phrase: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly trailers: Headers;
  /** Codes of the interim responses that came before. */
  readonly interim: readonly number[];
  /** false: the connection closed before the body was complete. */
  readonly isComplete: boolean;
}

/** What is injected into: a Site of core, or a legacy one. */
export interface IInjectable {
  buildProtocol(): IServerProtocol;
}

const CLOCK_STEP_MS = 250;

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

  /** Once a turn: goes on if the site reads again. */
  proceed(): void {
    if (!this.#transport.isPaused) this.#source?.resumeProducing();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** @returns the final response, when its body is complete or the connection has closed */
export async function inject(site: IInjectable, options: InjectOptions = {}): Promise<Injected> {
  const transport = new StringTransport();
  transport.connect(site.buildProtocol());
  const { body } = options;
  transport.feed(encodeRequest(options, body));
  const feed = new ChunkFeed(transport);
  const isStream = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
  if (isStream) bodyOf(body).deliverBody(feed);
  for (let seen = -1; ;) {
    const isClosed = transport.isDisconnecting || transport.isAborted || transport.hasFinished;
    const isNews = isClosed || transport.writes.length !== seen;
    seen = transport.writes.length;
    const responses = isNews ? readResponses(transport.written, [options.method ?? "GET"], isClosed) : [];
    const final = responses.find(({ code }) => code >= 200 || code === 101);
    if (final !== undefined) {
      transport.lose();
      const interim = responses.slice(0, responses.indexOf(final)).map(({ code }) => code);
      return { ...final, interim };
    }
    if (isClosed) {
      throw new Error(`closed without an answer to ${options.method ?? "GET"} ${options.target ?? "/"}`);
    }
    feed.proceed();
    options.clock?.advance(CLOCK_STEP_MS);
    await nextTurn();
  }
}
