/** A child that is computed from its name: `/users/{id}`. */
import type { IRequest, IResponse } from "../interfaces/message";
import type { Awaitable } from "../interfaces/awaitable";
import type { IResource } from "../interfaces/resource";
import { notFound } from "./answer";
import type { WalkCursor } from "./path-cursor";

type FindChild = (value: string, request: IRequest) => Awaitable<IResource | undefined>;

/**
 * `segment((id) => users.get(id))`: takes one segment, decoded, and the empty one of a trailing slash too.
 * `undefined` is 404, and so is a path that ends here.
 */
export function segment(find: FindChild): IResource {
  return new Segment(find);
}

class Segment implements IResource {
  readonly #find: FindChild;

  constructor(find: FindChild) {
    this.#find = find;
  }

  locateChild(request: IRequest, path: WalkCursor): Awaitable<IResource | undefined> {
    return this.#find(path.first, request);
  }

  responseForRequest(): IResponse {
    return notFound();
  }
}
