/** Where in the tree something was: names that the application gave, and `*` for those that it was asked for. */
import type { LegacyVisit } from "../legacy-events";
import { staticChildren } from "./children";

const ANY = "*";

/** "/upload/*" for each visit. */
export function routesOf(visits: readonly LegacyVisit[], segments: readonly string[]): string[] {
  const routes: string[] = [];
  let route = "";
  let parent: object | undefined;
  let depth = 0;
  for (const { resource, depth: reached } of visits) {
    if (reached > depth) {
      route += names(parent, segments.slice(depth, reached));
      depth = reached;
    }
    routes.push(route === "" ? "/" : route);
    parent = resource;
  }
  return routes;
}

function names(parent: object | undefined, segments: readonly string[]): string {
  let node = parent;
  let names = "";
  for (const segment of segments) {
    node = node === undefined ? undefined : staticChildren(node).get(segment);
    names += node === undefined ? `/${ANY}` : `/${segment}`;
  }
  return names;
}
