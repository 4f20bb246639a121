/**
 * The four forms of a request target (RFC 9112 section 3.2), and the path and query in them.
 *
 * Nothing is decoded or normalised: path and query are the octets that were sent. The target comes from a
 * head parser, so it has no blanks, no control characters and nothing above U+007E.
 */
import { RemoteProtocolError } from "../errors";
import { isAuthority } from "../fields/authority";

export interface RequestTarget {
  readonly form: "origin" | "absolute" | "authority" | "asterisk";
  /** Before the first `?`. Absolute form without a path: `/`; asterisk form: `*`; authority form: empty. */
  readonly path: string;
  /** After the first `?`; empty if there is none. */
  readonly query: string;
  /** Absolute form only. */
  readonly scheme?: "http" | "https";
  /** Absolute and authority form: it wins over Host (RFC 9112 section 3.2.2). */
  readonly authority?: string;
}

const ABSOLUTE_FORM = /^(https?):\/\/([^/?]+)(.*)$/i;
const PORT_AT_END = /:[0-9]+$/;

/** @throws RemoteProtocolError for a target that has none of the forms its method allows */
export function parseRequestTarget(method: string, target: string): RequestTarget {
  if (method === "CONNECT") return parseAuthorityForm(target);
  if (target.startsWith("/")) return { form: "origin", path: pathOf(target), query: queryOf(target) };
  if (target !== "*") return parseAbsoluteForm(target);
  // That it is for OPTIONS only is said by whoever answers: twisted.web's 405 names the method.
  return { form: "asterisk", path: "*", query: "" };
}

function parseAbsoluteForm(target: string): RequestTarget {
  const [, scheme = "", authority = "", pathAndQuery = ""] = ABSOLUTE_FORM.exec(target) ?? [];
  if (authority === "" || !isAuthority(authority)) {
    throw new RemoteProtocolError("the request target is no path, http(s) URI, authority or *");
  }
  return {
    form: "absolute",
    path: pathOf(pathAndQuery) || "/",
    query: queryOf(pathAndQuery),
    scheme: scheme.length === "https".length ? "https" : "http",
    authority,
  };
}

function parseAuthorityForm(target: string): RequestTarget {
  if (!isAuthority(target) || !PORT_AT_END.test(target)) {
    throw new RemoteProtocolError("the target of CONNECT must be host:port");
  }
  return { form: "authority", path: "", query: "", authority: target };
}

function pathOf(target: string): string {
  const mark = target.indexOf("?");
  return mark === -1 ? target : target.slice(0, mark);
}

function queryOf(target: string): string {
  const mark = target.indexOf("?");
  return mark === -1 ? "" : target.slice(mark + 1);
}
