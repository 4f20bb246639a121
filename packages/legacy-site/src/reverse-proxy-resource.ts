/**
 * Stands for a part of another server (twisted.web.proxy.ReverseProxyResource). Both bodies flow through it, as fast
 * as the slower side; nothing is collected, unless a subclass renders in its own way.
 */
import {
  Headers,
  respond,
  type Awaitable,
  type IRequest,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import { askUpstream, UpstreamFailed, type UpstreamRequest } from "@headgate/node";
import { NOT_DONE_YET } from "./constants";
import { endToEndFields } from "./end-to-end-fields";
import { legacyRequest } from "./exchange-registry";
import { CONTENT_BLIND, STREAMING } from "./markers";
import { encodeText } from "./octets";
import { unescapedErrorPage } from "./page-texts";
import { notFound } from "./pages";
import { quote } from "./percent-encoding";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";

/** How the other server is asked: `askUpstream`, or what a test puts in its place. Rejects with `UpstreamFailed`. */
export type Connector = (request: UpstreamRequest) => PromiseLike<IResponse>;

const HTTP_PORT = 80;
const DOT_SEGMENTS: ReadonlySet<string> = new Set([".", ".."]);

export class ReverseProxyResource extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [STREAMING] = true;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly connector: Connector;

  /** @param path percent-encoded, without a slash at its end: `/foo` has `/bar` answered by `/foo/bar` */
  constructor(host: string, port: number, path: string, connector: Connector = askUpstream) {
    super();
    this.host = host;
    this.port = port;
    this.path = path;
    this.connector = connector;
  }

  /** The same for what is below. A dot segment is a 404: to the other server it could be a way out of `path`. */
  override getChild(name: string, _request: Request): Awaitable<AnyResource> {
    if (DOT_SEGMENTS.has(name)) return notFound();
    const path = `${this.path}/${quote(encodeText(name))}`;
    return new ReverseProxyResource(this.host, this.port, path, this.connector);
  }

  override responseForRequest(request: IRequest, _path: PathCursor): Awaitable<IResponse> {
    return this.#forward(request, legacyRequest(request));
  }

  /** For subclasses that render: the body has been collected by then, and is sent as it was. */
  override render(request: Request): Awaitable<Rendered> {
    request.render({ responseForRequest: (core: IRequest) => this.#forward(core, request) });
    return NOT_DONE_YET;
  }

  async #forward(request: IRequest, legacy: Request): Promise<IResponse> {
    // A tunnel to wherever the client likes.
    if (legacy.method === "CONNECT") return page(501, "Not Implemented", "This is no proxy for tunnels.");
    const { host, port } = this;
    const query = legacy.uri.indexOf("?");
    try {
      const response = await this.connector({
        host,
        port,
        method: legacy.method,
        target: (this.path || "/") + (query === -1 ? "" : legacy.uri.slice(query)),
        headers: this.#fieldsOf(legacy),
        body: request,
        signal: request.signal,
      });
      return new PassedResponse(response);
    } catch (error) {
      if (!(error instanceof UpstreamFailed)) throw error;
      legacy.channel?.logError(error.message, error);
      return error.wasReached
        ? page(502, "Bad Gateway", "The server behind this one gave no answer.")
        : respond(501, { "Content-Type": "text/html" }, written("<H1>Could not connect</H1>"), {
            phrase: "Gateway error",
          });
    }
  }

  /** As they stand by now: resources further up may have changed them. */
  #fieldsOf(legacy: Request): Headers {
    const headers = endToEndFields(new Headers(legacy.requestHeaders.octets()));
    const host = this.host.includes(":") ? `[${this.host}]` : this.host;
    headers.set("Host", this.port === HTTP_PORT ? host : `${host}:${this.port}`);
    headers.delete("Content-Length");
    return headers;
  }
}

/** A response without what was meant for us alone. */
class PassedResponse implements IResponse {
  readonly code: number;
  readonly phrase?: string;
  readonly headers: Headers;
  readonly #response: IResponse;

  constructor(response: IResponse) {
    this.code = response.code;
    if (response.phrase !== undefined) this.phrase = response.phrase;
    this.headers = endToEndFields(response.headers);
    this.#response = response;
  }

  get length(): IResponse["length"] {
    return this.#response.length;
  }

  deliverBody(protocol: Parameters<IResponse["deliverBody"]>[0]): void {
    this.#response.deliverBody(protocol);
  }
}

function page(code: number, brief: string, detail: string): IResponse {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return respond(code, headers, unescapedErrorPage(code, brief, detail));
}

/** Of a length that nobody was told before, as twisted.web sends this one. */
async function* written(text: string): AsyncGenerator<Buffer> {
  yield Promise.resolve(Buffer.from(text));
}
