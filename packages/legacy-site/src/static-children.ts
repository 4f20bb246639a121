/** The children that a resource is known to have before anybody asks, and the names of routes that follow from them. */
import { isLegacyResource } from "./resource";

/** In a route: a segment that no static child has, so that a getChild took it. */
const ANY = "*";

/** What takes more at once than so many segments has no longer name for that. */
const MAX_NAMES = 16;
const MORE = "...";

const NONE: ReadonlyMap<string, object> = new Map();

interface Parent {
  readonly children?: unknown;
  getStaticEntity?(name: string): object | null | undefined;
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

function staticChild(resource: object, name: string): object | undefined {
  const parent = resource as Parent;
  if (parent.getStaticEntity === undefined || isLegacyResource(resource))
    return staticChildren(resource).get(name);
  return parent.getStaticEntity(name) ?? undefined;
}

/**
 * What a route calls the segments from `begin` up to `end`, which were taken below `parent`: what clients make up has
 * no name of its own. undefined: none were taken.
 */
export function namesBelow(
  parent: object | undefined,
  segments: readonly string[],
  begin: number,
  end: number,
): string | undefined {
  let node = parent;
  let names: string | undefined;
  for (let at = begin; at < end; at += 1) {
    if (names !== undefined && at - begin >= MAX_NAMES) return `${names}/${MORE}`;
    const segment = segments[at] ?? ANY;
    node = node && staticChild(node, segment);
    const name = node === undefined ? ANY : segment;
    names = names === undefined ? name : `${names}/${name}`;
  }
  return names;
}
