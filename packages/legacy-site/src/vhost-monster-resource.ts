/**
 * For a server behind a proxy that can change paths, but no fields (twisted.web.vhost.VHostMonsterResource): below
 * it, `/https/example.com:8443/a/b` is `/a/b` of the whole site, asked for as https://example.com:8443. Whoever
 * reaches it can claim to have asked for any host, so only the proxy should.
 */
import type { Awaitable } from "@headgate/core";
import { CONTENT_BLIND } from "./markers";
import { encodeText } from "./octets";
import { notFound } from "./pages";
import { quote } from "./percent-encoding";
import type { Request } from "./request";
import { pathOf } from "./request-urls";
import { Resource, type AnyResource } from "./resource";

/** A name or an address in brackets, and perhaps a port. No octet that could end a line or begin another part. */
const AUTHORITY = /^([\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i;
const DEFAULT_PORTS = { http: 80, https: 443 } as const;

export class VHostMonsterResource extends Resource {
  static readonly [CONTENT_BLIND] = true;

  override getChild(name: string, _request: Request): Awaitable<AnyResource> {
    return name === "http" || name === "https" ? new HostResource(name) : notFound();
  }
}

class HostResource extends Resource {
  static readonly [CONTENT_BLIND] = true;
  readonly #scheme: "http" | "https";

  constructor(scheme: "http" | "https") {
    super();
    this.#scheme = scheme;
  }

  override getChild(name: string, request: Request): Awaitable<AnyResource> {
    const [, host, port = DEFAULT_PORTS[this.#scheme]] = AUTHORITY.exec(name) ?? [];
    if (host === undefined || Number(port) > 65_535 || request.site === null) return notFound();
    const isSecure = this.#scheme === "https";
    // Also false on a connection that is secure: that is the proxy's affair, not the client's.
    request.isSecure = () => isSecure;
    request.setHost(host, Number(port), isSecure);
    const query = request.uri.indexOf("?");
    request.path = `/${restOf(request)}`;
    request.uri = request.path + (query === -1 ? "" : request.uri.slice(query));
    request.prepath = [];
    return request.site.getResourceFor(request);
  }
}

/** What is ahead, as it was sent, unless somebody rewrote it. */
function restOf({ uri, prepath, postpath }: Request): string {
  const sent = pathOf(uri).slice(1).split("/");
  return sent.length === prepath.length + postpath.length
    ? sent.slice(prepath.length).join("/")
    : postpath.map((segment) => quote(encodeText(segment))).join("/");
}
