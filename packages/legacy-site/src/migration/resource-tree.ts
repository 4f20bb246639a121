/** The tree as it stands, with what was seen of each resource; what was made on demand is added where it was seen. */
import { childLooksAtContent, renderLooksAtContent } from "../looks-at-content";
import { isLegacyResource } from "../resource";
import { isStreaming } from "../streaming";
import { staticChildren } from "../static-children";
import { virtualHosts, wrapped } from "./wrapped-resources";
import { className } from "../class-name";
import type { BodyState, MigrationRow, ResourceNode } from "./migration-report";
import type { NodeEvidence } from "./node-evidence";

const MAX_NODES = 2_000;
const MAX_DEPTH = 64;
/** Methods whose requests may have content that means something. */
const METHODS_WITH_CONTENT = ["POST", "PUT", "PATCH"] as const;

interface GrowingNode extends ResourceNode {
  readonly children: GrowingNode[];
}

/** @param rows whoever had a body collected there is shown so, even if it never answered */
export function resourceTree(
  root: object,
  seen: Iterable<NodeEvidence>,
  rows: readonly MigrationRow[],
): ResourceNode {
  const collectors = new Set(
    rows.filter(({ collected }) => collected > 0).map(({ route, resource }) => `${route} ${resource}`),
  );
  const evidence = new Map<string, NodeEvidence>();
  for (const node of seen) evidence.set(`${node.route} ${node.resource}`, node);
  let left = MAX_NODES;

  const grow = (resource: object, name: string, route: string, above: readonly object[]): GrowingNode => {
    left -= 1;
    const inner = wrapped(resource);
    if (inner !== undefined && !above.includes(inner)) return grow(inner, name, route, [...above, resource]);
    const key = `${route} ${className(resource)}`;
    const known = evidence.get(key);
    evidence.delete(key);
    const node = nodeOf(
      className(resource),
      name,
      route,
      known,
      stateOf(resource, collectors.has(key)),
      kindOf(resource),
    );
    if (above.length >= MAX_DEPTH || above.includes(resource)) return node;
    const path = [...above, resource];
    for (const [segment, child] of staticChildren(resource)) {
      if (left > 0)
        node.children.push(grow(child, segment, `${route === "/" ? "" : route}/${segment}`, path));
    }
    for (const [host, child] of virtualHosts(resource)) {
      if (left > 0) node.children.push(grow(child, host, route, path));
    }
    return node;
  };

  const tree = grow(root, "", "/", []);
  const seenBelow = [...evidence.values()].sort((one, other) => depthOf(one) - depthOf(other));
  for (const node of seenBelow) addSeen(tree, node);
  return tree;
}

function nodeOf(
  resource: string,
  name: string,
  route: string,
  seen: NodeEvidence | undefined,
  state: BodyState,
  kind: "legacy" | "core",
): GrowingNode {
  return {
    name,
    route,
    resource,
    kind,
    state: seen?.state ?? state,
    requests: seen?.requests ?? 0,
    octets: seen?.octets ?? 0,
    waitedMs: Math.round(seen?.waitedMs ?? 0),
    ...(seen?.forcedBy === undefined ? {} : { forcedBy: seen.forcedBy }),
    children: [],
  };
}

function depthOf({ route }: NodeEvidence): number {
  return route.split("/").length;
}

/** Under the nearest node on its way. */
function addSeen(tree: GrowingNode, seen: NodeEvidence): void {
  let parent = tree;
  for (let isDeeper = true; isDeeper;) {
    const next = parent.children.find(
      ({ route }) => route !== parent.route && (seen.route === route || seen.route.startsWith(`${route}/`)),
    );
    isDeeper = next !== undefined && next.route !== seen.route;
    if (next !== undefined && isDeeper) parent = next;
  }
  const name = seen.route.slice(parent.route === "/" ? 1 : parent.route.length + 1);
  parent.children.push(nodeOf(seen.resource, name, seen.route, seen, seen.state, seen.kind));
}

function kindOf(resource: object): "legacy" | "core" {
  return isLegacyResource(resource) ? "legacy" : "core";
}

/** By its markers, for a body that has not come yet. */
function stateOf(resource: object, hasCollected: boolean): BodyState {
  if (!isLegacyResource(resource)) return "streaming";
  if (hasCollected || childLooksAtContent(resource, undefined)) return "buffered";
  if (METHODS_WITH_CONTENT.some((method) => isStreaming(resource, method))) return "streaming";
  return METHODS_WITH_CONTENT.some((method) => renderLooksAtContent(resource, method)) ? "buffered" : "blind";
}
