/** @headgate/legacy-site/proxy: parts of a tree that another server answers for, as in twisted.web.proxy. */
export { ReverseProxyResource } from "../reverse-proxy-resource";
export type { Connector } from "../reverse-proxy-resource";
