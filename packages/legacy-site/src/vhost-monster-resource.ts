/**
 * For a server behind a proxy that can change paths, but no fields (twisted.web.vhost.VHostMonsterResource): below
 * it, `/https/example.com:8443/a/b` is `/a/b` of the whole site, asked for as https://example.com:8443. Whoever
 * reaches it can claim to have asked for any host, so only the proxy should.
 */
import type { Awaitable } from "@headgate/core";
import { CONTENT_BLIND } from "./markers";
import { encodeText } from "./octets";
import { quote } from "./percent-encoding";
import type { Request } from "./request";
import { pathOf } from "./request-urls";
import { Resource, type AnyResource } from "./resource";

/** A name or an address in brackets, and perhaps a port. No octet that could end a line or begin another part. */
const AUTHORITY = /^([\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i;
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ["http", 80],
  ["https", 443],
]);
const MAX_PORT = 65_535;

export class VHostMonsterResource extends Resource {
  static readonly [CONTENT_BLIND] = true;

  override getChild(name: string, _request: Request): Awaitable<AnyResource> {
    return new HostResource(name);
  }
}

class HostResource extends Resource {
  static readonly [CONTENT_BLIND] = true;
  readonly #scheme: string;

  constructor(scheme: string) {
    super();
    this.#scheme = scheme;
  }

  override getChild(name: string, request: Request): Awaitable<AnyResource> {
    const [, host, port = DEFAULT_PORTS.get(this.#scheme)] = AUTHORITY.exec(name) ?? [];
    const isKnown = DEFAULT_PORTS.has(this.#scheme) && host !== undefined && Number(port) <= MAX_PORT;
    if (!isKnown || request.site === null) return super.getChild(name, request);
    const isSecure = this.#scheme === "https";
    // Also false on a connection that is secure: that is the proxy's affair, not the client's.
    request.isSecure = () => isSecure;
    request.setHost(host, Number(port), isSecure);
    request.uri = restOf(request);
    request.path = `/${request.postpath.join("/")}`;
    request.prepath = [];
    return request.site.getResourceFor(request);
  }
}

/**
 * What is ahead of a path, and the query, as they were sent; unless somebody rewrote the path. Without a slash behind
 * the host it is nothing, as in twisted.web.
 */
function restOf({ uri, prepath, postpath }: Request): string {
  const query = uri.indexOf("?");
  const sent = pathOf(uri).slice(1).split("/");
  const isAsSent = sent.length === prepath.length + postpath.length;
  const rest = isAsSent ? sent.slice(prepath.length) : postpath.map((segment) => quote(encodeText(segment)));
  return (rest.length > 0 ? `/${rest.join("/")}` : "") + (query === -1 ? "" : uri.slice(query));
}
