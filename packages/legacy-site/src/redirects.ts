/**
 * Resources that send the client elsewhere (twisted.web.util: redirectTo, Redirect, ChildRedirector,
 * ParentRedirect). The Location is sent as it is given, on one line; the page around it is escaped.
 */
import type { Awaitable } from "@headgate/core";
import { escapeHtml } from "./html";
import { CONTENT_BLIND, RENDERS_BLIND } from "./markers";
import { encodeText } from "./octets";
import { quote } from "./percent-encoding";
import { redirectPage } from "./page-texts";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";
import { URLPath } from "./url-path";

/** What a browser may run in place of following it. */
const SCRIPT_SCHEMES: ReadonlySet<string> = new Set(["javascript", "vbscript", "data"]);

/**
 * Sets 302 and Location, and returns a page that leads there too: for `render` to return.
 *
 * @throws TypeError for a URL that is no text
 */
export function redirectTo(url: string, request: Request): string {
  if (typeof url !== "string") throw new TypeError(`URL must be a string, not ${typeof url}`);
  request.setHeader("Content-Type", "text/html; charset=utf-8");
  request.redirect(url);
  return redirectPage(escapeHtml(withoutScript(url)));
}

/** In the page, a script becomes a relative link that leads nowhere: a click must not run what a client sent. */
function withoutScript(url: string): string {
  // Browsers skip these inside a scheme, and controls and blanks in front of it.
  const scheme = /^[\0-\x20]*([a-z]+):/i.exec(url.replace(/[\t\r\n]/g, ""))?.[1];
  const isScript = scheme !== undefined && SCRIPT_SCHEMES.has(scheme.toLowerCase());
  return isScript ? url.replace(":", "%3A") : url;
}

/**
 * Whether a target stays on this site whatever a browser makes of it: a path with one slash in front. For targets
 * that come from a client; not in twisted.web.
 */
export function isLocalTarget(url: string): boolean {
  return /^\/(?![/\\])[^\0-\x20\x7f]*$/.test(url);
}

/** Sends every request, for itself and for everything below, to one URL. */
export class Redirect extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  override isLeaf = true;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
  }

  override render(request: Request): Awaitable<Rendered> {
    return redirectTo(this.url, request);
  }

  override getChild(_name: string, _request: Request): Awaitable<AnyResource> {
    return this;
  }
}

/** Sends requests for what is below it to the same names below `url`. */
export class ChildRedirector extends Redirect {
  static override readonly [CONTENT_BLIND] = true;
  override isLeaf = false;

  /** @throws RangeError for a URL that would lead to a child of itself, and so on without end */
  constructor(url: string) {
    if (!url.includes("://") && !url.startsWith("..") && !url.startsWith("/")) {
      throw new RangeError(
        `It seems you've given me a redirect (${url}) that is a child of myself! ` +
          `That's not good, it'll cause an infinite redirect.`,
      );
    }
    super(url);
  }

  override getChild(name: string, _request: Request): Awaitable<AnyResource> {
    const base = this.url.endsWith("/") ? this.url : `${this.url}/`;
    return new ChildRedirector(base + quote(encodeText(name)));
  }
}

/** Sends `/foo/bar?query` to `/foo/`, as an absolute URL. */
export class ParentRedirect extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  override isLeaf = true;

  override render(request: Request): Awaitable<Rendered> {
    return redirectTo(URLPath.fromRequest(request).here().toString(), request);
  }
}
