/** @headgate/legacy-site/vhost: sites by name on one port, and behind a proxy, as in twisted.web.vhost. */
export { NameVirtualHost, VirtualHostCollection } from "../name-virtual-host";
export { VHostMonsterResource } from "../vhost-monster-resource";
