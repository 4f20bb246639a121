/**
 * A site with one handler and a clock that stands still, and the clients of its HTTP/1.1 connections, in memory.
 *
 *     const { client } = serve(() => respond(200, {}, "hello"));
 *     client().send(get("/")).responses();
 */
import type { Handler, IResource } from "../../src/interfaces/resource";
import type { ILog } from "../../src/interfaces/server";
import type { SiteOptions } from "../../src/options";
import { Site } from "../../src/server/site";
import { ManualClock } from "../../src/testing/manual-clock";
import { readResponses, type WireResponse } from "../../src/testing/read-response";
import { StringTransport, type StringTransportOptions } from "../../src/testing/string-transport";

/** Keeps what was logged: `error: message`, `warn: message`. */
export class RecordingLog implements ILog {
  readonly lines: string[] = [];
  readonly details: unknown[] = [];

  error(message: string, detail?: unknown): void {
    this.lines.push(`error: ${message}`);
    this.details.push(detail);
  }

  warn(message: string, detail?: unknown): void {
    this.lines.push(`warn: ${message}`);
    this.details.push(detail);
  }
}

export class Served {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly site: Site;

  constructor(root: Handler | IResource, options: SiteOptions = {}) {
    const resource = typeof root === "function" ? { responseForRequest: root } : root;
    this.site = new Site(resource, { clock: this.clock, log: this.log, ...options });
  }

  /** Opens a connection. */
  readonly client = (options?: StringTransportOptions): Client => new Client(this.site, options);
}

export function serve(root: Handler | IResource, options?: SiteOptions): Served {
  return new Served(root, options);
}

/** One connection, from the client's side. */
export class Client {
  readonly transport: StringTransport;

  constructor(site: Site, options?: StringTransportOptions) {
    this.transport = new StringTransport(options);
    this.transport.connect(site.buildProtocol());
  }

  /** Sends octets; text is an octet a character. */
  send(...pieces: readonly (string | Uint8Array)[]): this {
    for (const piece of pieces) this.transport.feed(piece);
    return this;
  }

  /** What came so far, without the Date lines, which no test can know. */
  get received(): string {
    return this.transport.written.toString("latin1").replace(/Date: [^\r]+\r\n/g, "");
  }

  /** The responses that are complete; interim ones too. `methods` of the requests, where one was HEAD. */
  responses(methods: readonly string[] = ["GET"]): WireResponse[] {
    return readResponses(this.transport.written, methods, this.isClosed);
  }

  /** Their codes. */
  get codes(): number[] {
    return this.responses().map(({ code }) => code);
  }

  /** Their bodies. */
  get bodies(): string[] {
    return this.responses().map(({ body }) => body.toString("latin1"));
  }

  /** The server has sent FIN, or cut: nothing more comes. */
  get isClosed(): boolean {
    return this.transport.hasFinished || this.transport.isDisconnecting;
  }

  /** What the connection's end looked like: cut (RST), closed, FIN and still read, or still open. */
  get state(): "aborted" | "closed" | "lingering" | "open" {
    if (this.transport.isAborted) return "aborted";
    if (this.transport.isDisconnecting) return "closed";
    return this.transport.hasFinished ? "lingering" : "open";
  }
}

/** A request without content. */
export function get(target = "/", ...lines: readonly string[]): string {
  return requestHead("GET", target, ...lines);
}

/** A request with a length and its content. */
export function post(content: string, target = "/", ...lines: readonly string[]): string {
  return requestHead("POST", target, `Content-Length: ${content.length}`, ...lines) + content;
}

/** A request whose content comes in chunks, last chunk included. */
export function postChunks(chunks: readonly string[], target = "/", ...lines: readonly string[]): string {
  return (
    requestHead("POST", target, "Transfer-Encoding: chunked", ...lines) + chunked(...chunks) + "0\r\n\r\n"
  );
}

export function requestHead(method: string, target: string, ...lines: readonly string[]): string {
  return [`${method} ${target} HTTP/1.1`, "Host: headgate.test", ...lines, "", ""].join("\r\n");
}

/** Chunks, without the last. */
export function chunked(...chunks: readonly string[]): string {
  return chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join("");
}

/** Lets everything that is under way in this process come to rest. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A promise and its two ends. */
export function deferred<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T | PromiseLike<T>) => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<T>((ok, ko) => {
    resolve = ok;
    reject = ko;
  });
  return { promise, resolve, reject };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
  readonly reject: (reason?: unknown) => void;
}
