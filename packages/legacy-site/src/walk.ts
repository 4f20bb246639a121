/**
 * The walk through a legacy tree (twisted.web.resource.getChildForRequest): on the head alone, for as long as
 * nobody on the way could look at the body; before the first who could, the body is collected.
 */
import { isThenable, type Awaitable } from "@headgate/core";
import { Deferred } from "./deferred";
import type { Request } from "./request";
import { isLegacyResource, type AnyResource, type ILegacyResource } from "./resource";

/**
 * Follows `request.postpath` from `resource` on, moving segments to `request.prepath`. Ends where none remains, at
 * a leaf, or at a core resource, which does the rest of the walk itself.
 */
export function getChildForRequest(resource: AnyResource, request: Request): Awaitable<AnyResource> {
  let node = resource;
  while (request.postpath.length > 0 && isLegacyResource(node) && !node.isLeaf) {
    const mustCollect = request.channel?.descending(node, request.postpath[0]!) === true;
    if (mustCollect) return whenCollected(request).addCallback(stepFrom(node, request));
    const child = childOf(node, request);
    if (isThenable(child)) return child.then((late) => getChildForRequest(checked(late, node), request));
    node = checked(child, node);
  }
  return node;
}

/**
 * A step of a wrapper that stands in the tree without a name of its own: from `resource`, which it has chosen, to
 * the child that it was asked for. A leaf or a core resource gets the name back, and so does one whose child may
 * look at a body that is not there yet: then it is the walk's turn again.
 */
export function childThrough(resource: AnyResource, name: string, request: Request): Awaitable<AnyResource> {
  if (isLegacyResource(resource) && !resource.isLeaf) {
    const mustCollect = request.channel?.descending(resource, name, request.prepath.length - 1) === true;
    if (!mustCollect) return resource.getChildWithDefault(name, request) as Awaitable<AnyResource>;
  }
  request.postpath.unshift(request.prepath.pop() ?? name);
  return resource;
}

function stepFrom(node: ILegacyResource, request: Request): () => Awaitable<AnyResource> {
  return () => getChildForRequest(node, request);
}

/** A step. The child sees its own name in prepath. */
function childOf(node: ILegacyResource, request: Request): unknown {
  const segment = request.postpath.shift()!;
  request.prepath.push(segment);
  return node.getChildWithDefault(segment, request);
}

function checked(child: unknown, parent: AnyResource): AnyResource {
  if (typeof child === "object" && child !== null) return child;
  throw new TypeError(`a child of ${parent.constructor.name} is ${String(child)}, not a resource`);
}

function whenCollected(request: Request): Deferred<void> {
  const collected = new Deferred<void>();
  request.channel?.collect(() => collected.callback());
  return collected;
}
