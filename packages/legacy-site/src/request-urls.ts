/**
 * URLs of a request, and links to its neighbours (twisted.web.server.Request: prePathURL, childLink, sibLink).
 * Segments and names are text.
 */
import type { Address } from "@headgate/core";
import { encodeText } from "./octets";
import { quote } from "./percent-encoding";

/** Name, or address in brackets; then perhaps a port. */
const HOST_FIELD = /^\[?(.*?)\]?(?::\d+)?$/;

export function hostnameOf(hostField: string): string {
  return HOST_FIELD.exec(hostField)?.[1] ?? hostField;
}

/** The port is that of the socket, whatever the Host field says. */
export function absoluteURL(
  isSecure: boolean,
  hostname: string,
  host: Address,
  prepath: readonly string[],
): string {
  const isDefaultPort = host.port === (isSecure ? 443 : 80);
  const path = prepath.map((segment) => quote(encodeText(segment))).join("/");
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
