/**
 * Who may see the dashboard. It shows targets, classes and peers, so it is for whoever runs the server: by default a
 * client on this machine that asks for this machine.
 *
 * The peer alone proves little. A page of any other origin can have the browser on this machine ask for a name that
 * now leads to 127.0.0.1 (DNS rebinding), and a proxy on this machine speaks for the whole world. A proxy that adds
 * no field and asks for localhost itself can't be told from a client: behind one, the owner has to give a rule.
 */
import type { IRequest } from "@headgate/core";

export type DashboardRule = (request: IRequest) => boolean;

const LOOPBACK_ADDRESS = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i;
const LOOPBACK_AUTHORITY = /^(?:(?:[^:[\]@]+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d*)?$/i;
/** What proxies and networks of proxies add. */
const ON_BEHALF =
  /^(?:forwarded|via|cdn-loop|x-forwarded(?:-.+)?|x-original-.+|(?:x-real|x-client|x-cluster-client|true-client|cf-connecting)-ip)$/i;

/** The rule where none is given: a loopback peer, a loopback name in Host, and no proxy between. */
export function isFromThisMachine(request: IRequest): boolean {
  const { peer } = request.channel;
  // What has no address on a network is this machine, or, in memory, this process.
  const isLocalPeer = peer.type !== "TCP" || LOOPBACK_ADDRESS.test(peer.host);
  return (
    isLocalPeer &&
    LOOPBACK_AUTHORITY.test(request.authority) &&
    ![...request.headers].some(([name]) => ON_BEHALF.test(name))
  );
}

/** A page of another origin asks, though not by leading its visitor here. It could not read the answer anyway. */
export function isFromOtherOrigin(request: IRequest): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== "cross-site" && site !== "same-site") return false;
  return request.headers.get("sec-fetch-mode") !== "navigate";
}
