/**
 * Whether application code that may look at the body runs next. What is ours does not look; what is the
 * application's does, unless it says otherwise by a marker.
 */
import type { BridgeSettings, IBridgedSite } from "./bridge-settings";
import { CONTENT_BLIND, isMarked, RENDERS_BLIND } from "./markers";
import { renderName, renderNames } from "./render-names";
import { Resource, type ILegacyResource } from "./resource";

const standard = Resource.prototype;
const CHILD_NAMES = ["getChildWithDefault", "getChild"];

type StandardWalk = Partial<Pick<Resource, "getChildWithDefault" | "getChild" | "children">>;

/** The site finds resources in its own way; where the walk begins below it, it is not asked. */
export function siteLooksAtContent(site: IBridgedSite, { root }: BridgeSettings): boolean {
  return root === undefined && site.looksAtContent;
}

/** In the step from `node` to its child of that name; undefined: to one that was not put there with putChild. */
export function childLooksAtContent(node: ILegacyResource, segment: string | undefined): boolean {
  const { getChildWithDefault, getChild, children } = node as StandardWalk;
  if (getChildWithDefault === standard.getChildWithDefault) {
    const isStatic = segment !== undefined && children?.has(segment) === true;
    if (isStatic || getChild === standard.getChild) return false;
  }
  return !isMarked(node, CONTENT_BLIND, CHILD_NAMES);
}

/** In `render`. A 405 and a 501 need no body. */
export function renderLooksAtContent(node: ILegacyResource, method: string): boolean {
  const isRefused = node.render === standard.render && !(renderName(method) in node);
  return !isRefused && !isMarked(node, RENDERS_BLIND, renderNames(method));
}
