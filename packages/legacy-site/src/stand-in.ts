/**
 * Resources that have another one answer in their place: wrappers. The framework asks who that is, rather than
 * have the wrapper call its `render`, so that a resource behind a wrapper may stream, or be one of core, and its
 * body is collected only if it is the one to look at it.
 */
import type { Awaitable } from "@headgate/core";
import { NOT_DONE_YET } from "./constants";
import { ownersOf } from "./markers";
import type { Request } from "./request";
import { isLegacyResource, type AnyResource, type Rendered } from "./resource";
import { isStreaming } from "./streaming";

/** Who answers this request. Counts unless a subclass has a `render` of its own. */
export const STANDS_FOR: unique symbol = Symbol("standsFor");

export interface IStandIn {
  [STANDS_FOR](request: Request): AnyResource;
}

/**
 * Who answers in the place of `resource`: as a rule, itself.
 *
 * @param passed hears of every wrapper on the way: its `[BODY_LIMITS]` hold for what is in it
 */
export function whoAnswers(
  resource: AnyResource,
  request: Request,
  passed?: (wrapper: AnyResource) => void,
): AnyResource {
  let node = resource;
  while (isStandIn(node)) {
    passed?.(node);
    node = node[STANDS_FOR](request);
  }
  return node;
}

function isStandIn(resource: AnyResource): resource is IStandIn {
  if (!(STANDS_FOR in resource)) return false;
  for (const owner of ownersOf(resource)) {
    if (Object.hasOwn(owner, STANDS_FOR)) return true;
    if (Object.hasOwn(owner, "render")) return false;
  }
  return false;
}

/** For the `render` of a wrapper: as that of `resource`, whatever kind of resource that is. */
export function renderThrough(resource: AnyResource, request: Request): Awaitable<Rendered> {
  if (isLegacyResource(resource) && !isStreaming(resource, request.method)) {
    return resource.render(request) as Awaitable<Rendered>;
  }
  request.render(resource);
  return NOT_DONE_YET;
}
