/** The children that a resource is known to have before anybody asks, and those that a wrapper stands for. */
import { Bridge } from "../bridge";
import { EncodingResourceWrapper } from "../encoding-resource-wrapper";
import { NameVirtualHost } from "../name-virtual-host";
import { isLegacyResource } from "../resource";
import { RewriterResource } from "../rewriter-resource";

const NONE: ReadonlyMap<string, object> = new Map();

interface Parent {
  readonly children?: unknown;
  listStaticEntities?(): [name: string, child: object][];
}

/** Name -> child, where the names are segments of the path. */
export function staticChildren(resource: object): ReadonlyMap<string, object> {
  const parent = resource as Parent;
  const { children } = parent;
  if (children instanceof Map) return children as ReadonlyMap<string, object>;
  // Of a legacy resource that is a method of the application. Core's trees have it for this.
  if (parent.listStaticEntities === undefined || isLegacyResource(resource)) return NONE;
  return new Map(parent.listStaticEntities());
}

/** Whom a wrapper has answer in its place. */
export function wrapped(resource: object): object | undefined {
  if (resource instanceof Bridge) return resource.bridged;
  if (resource instanceof EncodingResourceWrapper) return resource.original;
  return resource instanceof RewriterResource ? resource.resource : undefined;
}

/** Host -> tree. */
export function virtualHosts(resource: object): ReadonlyMap<string, object> {
  return resource instanceof NameVirtualHost ? resource.hosts : NONE;
}
