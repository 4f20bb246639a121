/**
 * Children by name. Names are decoded segments: `%2F` in a path is a slash in a name, and a trailing slash is
 * the child "".
 */
import type { IRequest, IResponse } from "../interfaces/message";
import type { IResource } from "../interfaces/resource";
import { notFound, redirect } from "./answer";
import type { WalkCursor } from "./path-cursor";

/**
 * `tree({ "": index, users, "favicon.ico": icon })`. The child `""` is what the path shows with a slash behind
 * it. Asked without the slash, a tree that has an index redirects there; any other is 404.
 */
export function tree(children: Readonly<Record<string, IResource>>): IResource {
  return new Tree(children);
}

class Tree implements IResource {
  readonly #children: ReadonlyMap<string, IResource>;

  constructor(children: Readonly<Record<string, IResource>>) {
    this.#children = new Map(Object.entries(children));
  }

  /** For whoever draws the tree. */
  listStaticEntities(): [name: string, child: IResource][] {
    return [...this.#children];
  }

  getStaticEntity(name: string): IResource | undefined {
    return this.#children.get(name);
  }

  locateChild(_request: IRequest, path: WalkCursor): IResource | undefined {
    return this.#children.get(path.first);
  }

  /** Whatever the client wrote, `//host` and `/\host` included, the redirect stays on this origin. */
  responseForRequest(request: IRequest, path: WalkCursor): IResponse {
    if (!this.#children.has("")) return notFound();
    const query = request.query === "" ? "" : `?${request.query}`;
    return redirect(path.url("") + query, 308);
  }
}
