/**
 * A URL, and the ones around it in the same tree (twisted.python.urlpath.URLPath).
 *
 * Immutable. Percent-encoding is kept as written; what may not stand in a URL is encoded.
 */
import { decodeText, encodeText } from "./octets";
import { percentEncode, unquote } from "./percent-encoding";

interface Parts {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** RFC 3986, appendix B. */
const URL_PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/;

export class URLPath {
  readonly scheme: string;
  /** Host and port. */
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  constructor(scheme = "http", netloc = "localhost", path = "/", query = "", fragment = "") {
    this.scheme = scheme;
    this.netloc = netloc.toLowerCase();
    this.path = netloc && !path.startsWith("/") ? `/${path}` : path;
    this.query = query;
    this.fragment = fragment;
  }

  /** @throws URIError for an authority that can't be told into host and port: an IPv6 address without brackets */
  static fromString(url: string): URLPath {
    const { netloc } = split(url);
    if (/:.*:/.test(netloc.replace(/^(?:.*@)?\[[^\]]*\]/, "")))
      throw new URIError(`${netloc} is no authority`);
    return URLPath.#fromParts(split(url));
  }

  static fromRequest(request: { prePathURL(): string }): URLPath {
    return URLPath.fromString(request.prePathURL());
  }

  static #fromParts({ scheme, netloc, path, query, fragment }: Parts): URLPath {
    return new URLPath(scheme, netloc, path, query, fragment);
  }

  /** Segments of the path; the first is empty. @param unquoted decoded */
  pathList(unquoted = false): string[] {
    const segments = this.path.split("/");
    return unquoted ? segments.map((segment) => decodeText(unquote(segment))) : segments;
  }

  /** A child of this; of `/a/` as of `/a` that is `/a/name`. */
  child(name: string, keepQuery = false): URLPath {
    const parent = this.path.endsWith("/") ? this.path.slice(0, -1) : this.path;
    return this.#at(`${parent}/${encodeSegment(name)}`, keepQuery);
  }

  /** `name` in the place of the last segment. */
  sibling(name: string, keepQuery = false): URLPath {
    return this.#at(this.#directory() + encodeSegment(name), keepQuery);
  }

  /** The directory that this is in. */
  here(keepQuery = false): URLPath {
    return this.#at(withoutDots(this.#directory()), keepQuery);
  }

  /** The directory above `here`. */
  parent(keepQuery = false): URLPath {
    return this.#at(withoutDots(`${this.#directory()}../`), keepQuery);
  }

  /** Where a link on this page leads (RFC 3986 section 5.2). */
  click(link: string): URLPath {
    const to = split(link);
    const { scheme, netloc } = this;
    if (to.scheme) return URLPath.#fromParts(to);
    if (to.netloc) return URLPath.#fromParts({ ...to, scheme });
    if (to.path) {
      const path = to.path.startsWith("/") ? to.path : this.#directory() + to.path;
      return URLPath.#fromParts({ ...to, scheme, netloc, path: withoutDots(path) });
    }
    const query = link.startsWith("?") ? to.query : this.query;
    const fragment = link === "" ? this.fragment : to.fragment;
    return URLPath.#fromParts({ scheme, netloc, path: withoutDots(this.path), query, fragment });
  }

  toString(): string {
    const scheme = this.scheme && `${this.scheme}:`;
    const netloc = this.netloc && `//${this.netloc}`;
    const query = this.query && `?${this.query}`;
    const fragment = this.fragment && `#${this.fragment}`;
    return scheme + netloc + this.path + query + fragment;
  }

  /** The path up to and with its last slash. */
  #directory(): string {
    return this.path.slice(0, this.path.lastIndexOf("/") + 1) || "/";
  }

  #at(path: string, keepQuery: boolean): URLPath {
    return new URLPath(this.scheme, this.netloc, path, keepQuery ? this.query : "");
  }
}

function split(url: string): Parts {
  const [, scheme = "", netloc = "", path = "", query = "", fragment = ""] = URL_PARTS.exec(url) ?? [];
  return {
    scheme,
    netloc,
    path: encodePath(path),
    query: encodeQuery(query),
    fragment: encodeQuery(fragment),
  };
}

/** RFC 3986 section 5.2.4. */
function withoutDots(path: string): string {
  const segments: string[] = [];
  const given = path.split("/");
  given.forEach((segment, index) => {
    const isLast = index === given.length - 1;
    if (segment === "..") {
      if (segments.length > 1) segments.pop();
    } else if (segment !== ".") {
      segments.push(segment);
    }
    if (isLast && (segment === ".." || segment === ".")) segments.push("");
  });
  return segments.join("/");
}

function encodeSegment(name: string): string {
  return encodeText(name).replace(/[^\w.~!$&'()*+,;=:@%-]/g, percentEncode);
}

function encodePath(path: string): string {
  return encodeText(path).replace(/[^\w.~!$&'()*+,;=:@%/-]/g, percentEncode);
}

function encodeQuery(query: string): string {
  return encodeText(query).replace(/[^\w.~!$&'()*+,;=:@%/?-]/g, percentEncode);
}
