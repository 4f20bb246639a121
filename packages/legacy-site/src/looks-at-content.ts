/**
 * Whether application code that may look at the body runs next. What is ours does not look; what is the
 * application's does, unless it says otherwise by a marker.
 */
import { CONTENT_BLIND, isMarked, RENDERS_BLIND } from "./markers";
import { renderName, renderNames } from "./render-names";
import { Resource, type ILegacyResource } from "./resource";

const standard = Resource.prototype;
const CHILD_NAMES = ["getChildWithDefault", "getChild"];

type StandardWalk = Partial<Pick<Resource, "getChildWithDefault" | "getChild" | "children">>;

/** It was put there with putChild, and is found without a getChild. */
export function isStaticChild(node: ILegacyResource, segment: string): boolean {
  return (node as StandardWalk).children?.has(segment) === true;
}

/** In the step from `node` to a child of it. */
export function childLooksAtContent(node: ILegacyResource, isStatic: boolean): boolean {
  const { getChildWithDefault, getChild } = node as StandardWalk;
  const isStandard = getChildWithDefault === standard.getChildWithDefault;
  if (isStandard && (isStatic || getChild === standard.getChild)) return false;
  return !isMarked(node, CONTENT_BLIND, CHILD_NAMES);
}

/** In `render`. A 405 and a 501 need no body. */
export function renderLooksAtContent(node: ILegacyResource, method: string): boolean {
  const isRefused = node.render === standard.render && !(renderName(method) in node);
  return !isRefused && !isMarked(node, RENDERS_BLIND, renderNames(method));
}
