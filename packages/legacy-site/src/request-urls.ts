/**
 * URLs of a request, and links to its neighbours (twisted.web.server.Request: prePathURL, childLink, sibLink).
 * Segments and names are text.
 */
import type { Address } from "@headgate/core";
import { encodeText } from "./octets";
import { quote } from "./percent-encoding";

/** Scheme and authority of a target in absolute form (RFC 9112 section 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** Name, or address in brackets; then perhaps a port. */
const HOST_FIELD = /^\[?(.*?)\]?(?::\d+)?$/;

export function hostnameOf(hostField: string): string {
  return HOST_FIELD.exec(hostField)?.[1] ?? hostField;
}

/** The path of a request target, raw. */
export function pathOf(target: string): string {
  const local = target.replace(ORIGIN, "");
  const mark = local.indexOf("?");
  const path = mark === -1 ? local : local.slice(0, mark);
  return path === "" ? "/" : path;
}

/**
 * The port is that of the socket, whatever the Host field says. What is not ASCII is encoded twice: once as octets,
 * and these as if they were characters. So does twisted.web, and links that it made are compared with ours.
 */
export function absoluteURL(
  isSecure: boolean,
  hostname: string,
  host: Address,
  prepath: readonly string[],
): string {
  const isDefaultPort = host.port === (isSecure ? 443 : 80);
  const path = prepath.map((segment) => quote(encodeText(encodeText(segment)))).join("/");
  return `${isSecure ? "https" : "http"}://${hostname}${isDefaultPort ? "" : `:${host.port}`}/${path}`;
}

/** Relative, from the page that answers, to its child `name`. */
export function childLink(name: string, prepath: readonly string[], postpath: readonly string[]): string {
  if (postpath.length > 0) return "../".repeat(postpath.length - 1) + name;
  const own = prepath.at(-1);
  return own ? `${own}/${name}` : name;
}

/** Relative, from the page that answers, to its sibling `name`. */
export function siblingLink(name: string, postpath: readonly string[]): string {
  return "../".repeat(postpath.length) + name;
}
