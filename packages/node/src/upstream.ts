/**
 * Asks another server, for proxies: a request's head and body go out, a response comes back, both bodies flow under
 * back-pressure. One connection for one request, over the client of node:http, which parses strictly.
 */
import http from "node:http";
import { pipeline } from "node:stream";
import { HeadgateError, respond, UNKNOWN_LENGTH } from "@headgate/core";
import type { Headers, IBody, IResponse } from "@headgate/core";
import { toNodeReadable } from "./to-node-readable";
import { UpstreamFailed } from "./upstream-failed";

export interface UpstreamRequest {
  readonly host: string;
  readonly port: number;
  /** Not CONNECT. */
  readonly method: string;
  /** In origin form (RFC 9112 section 3.2.1). */
  readonly target: string;
  /** Host among them. Those that frame the message are the connection's affair: they are left out. */
  readonly headers: Headers;
  /** Claimed when there is a connection. */
  readonly body: IBody;
  /** Its abort ends the waiting for an answer; afterwards it is for the reader of the answer to stop it. */
  readonly signal?: AbortSignal;
}

export interface UpstreamOptions {
  /** Until there is a connection. Default 30,000. */
  readonly connectTimeoutMs?: number;
}

const FRAMING: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "connection"]);
/** A length of 0 goes without saying (RFC 9110 section 8.6). */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"]);
const CODES_WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Rejects with `UpstreamFailed`, with the signal's reason, or with the error of a request body that broke off. A
 * response that breaks off ends its body with `BodyAborted`.
 */
export function askUpstream(request: UpstreamRequest, options: UpstreamOptions = {}): Promise<IResponse> {
  return new Promise((resolve, reject) => {
    new Asking(request, resolve, reject).start(options.connectTimeoutMs ?? 30_000);
  });
}

/** Of its three callbacks the first one counts. */
class Asking {
  readonly #request: UpstreamRequest;
  readonly #outgoing: http.ClientRequest;
  readonly #resolve: (response: IResponse) => void;
  readonly #reject: (error: unknown) => void;
  #isConnected = false;

  constructor(
    request: UpstreamRequest,
    resolve: (response: IResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#outgoing = open(request);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(connectTimeoutMs: number): void {
    const outgoing = this.#outgoing;
    const { body, signal } = this.#request;
    const timer = setTimeout(() => {
      outgoing.destroy(new Error(`no connection within ${connectTimeoutMs} ms`));
    }, connectTimeoutMs);
    outgoing.once("socket", (socket) => {
      socket.once("connect", () => {
        clearTimeout(timer);
        this.#isConnected = true;
        this.#send(body);
      });
    });
    outgoing.once("response", (incoming) => {
      signal?.removeEventListener("abort", this.#stop);
      this.#answered(incoming);
    });
    outgoing.once("upgrade", (_response, socket) => {
      this.#failed(new Error("it switched protocols, and nobody had asked"));
      socket.destroy();
    });
    // Also after the answer has begun: what comes then is the end of its body, which says so itself.
    outgoing.on("error", this.#failed);
    outgoing.once("close", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", this.#stop);
      this.#failed(new Error("the connection closed"));
    });
    if (signal?.aborted === true) this.#stop();
    else signal?.addEventListener("abort", this.#stop, { once: true });
  }

  #send(body: IBody): void {
    if (body.length === 0) {
      this.#outgoing.end();
      return;
    }
    const readable = toNodeReadable(body);
    readable.once("error", this.#failed);
    // Ends what is left when one of the two breaks off: an upstream that has heard enough stops the body.
    pipeline(readable, this.#outgoing, () => {});
  }

  readonly #stop = (): void => {
    this.#reject(this.#request.signal?.reason);
    this.#outgoing.destroy();
  };

  readonly #failed = (error: unknown): void => {
    const { host, port } = this.#request;
    const isOurs = error instanceof HeadgateError; // the request's body broke off
    this.#reject(isOurs ? error : new UpstreamFailed(`${host}:${port}`, this.#isConnected, error));
  };

  #answered(incoming: http.IncomingMessage): void {
    try {
      this.#resolve(responseFrom(incoming));
    } catch (error) {
      this.#failed(new Error("it answered with what can't be a response", { cause: error }));
      this.#outgoing.destroy();
    }
  }
}

function open({ host, port, method, target, headers, body }: UpstreamRequest): http.ClientRequest {
  const outgoing = http.request({ host, port, method, path: target, agent: false, setHost: false });
  headers.forEachLine((name, _value, spelled) => {
    if (!FRAMING.has(name)) outgoing.setHeader(spelled, headers.getAll(name));
  });
  if (body.length === UNKNOWN_LENGTH) outgoing.setHeader("Transfer-Encoding", "chunked");
  else if (body.length > 0 || !WITHOUT_CONTENT.has(method)) outgoing.setHeader("Content-Length", body.length);
  return outgoing;
}

function responseFrom(incoming: http.IncomingMessage): IResponse {
  const { statusCode = 0, statusMessage = "", rawHeaders } = incoming;
  const extras = statusMessage === "" ? {} : { phrase: statusMessage };
  if (!CODES_WITHOUT_CONTENT.has(statusCode)) return respond(statusCode, rawHeaders, incoming, extras);
  incoming.resume();
  return respond(statusCode, rawHeaders, undefined, extras);
}
