/** Whom a wrapper, or a table of hosts, stands for. */
import { Bridge } from "../bridge";
import { EncodingResourceWrapper } from "../encoding-resource-wrapper";
import { NameVirtualHost } from "../name-virtual-host";
import { RewriterResource } from "../rewriter-resource";

const NO_HOSTS: ReadonlyMap<string, object> = new Map();

/** Whom a wrapper has answer in its place. */
export function wrapped(resource: object): object | undefined {
  if (resource instanceof Bridge) return resource.bridged;
  if (resource instanceof EncodingResourceWrapper) return resource.original;
  return resource instanceof RewriterResource ? resource.resource : undefined;
}

/** Host -> tree. */
export function virtualHosts(resource: object): ReadonlyMap<string, object> {
  return resource instanceof NameVirtualHost ? resource.hosts : NO_HOSTS;
}
