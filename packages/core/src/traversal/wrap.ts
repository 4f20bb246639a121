/**
 * A handler around a whole subtree: it sees the request first, and decides whether and with what the walk goes
 * on inside, and what becomes of the response.
 *
 * To the walk outside it is a leaf; `next` begins a walk of its own, at the cursor where that one ended.
 */
import { type Awaitable, isThenable } from "../interfaces/awaitable";
import type { IRequest, IResponse } from "../interfaces/message";
import type { PathCursor } from "../interfaces/path-cursor";
import type { IResource } from "../interfaces/resource";
import { notFound } from "./answer";
import { type Destination, traverse } from "./traverse";

/** Goes on inside, with the wrapper's own request and path unless others are given. Nothing there: a 404. */
export type Next = (request?: IRequest, path?: PathCursor) => Awaitable<IResponse>;

export type Wrapper = (request: IRequest, path: PathCursor, next: Next) => Awaitable<IResponse>;

/**
 * Wraps `resource` and everything below it.
 *
 *     wrap(admin, (request, path, next) => (isAllowed(request) ? next() : respond(403)))
 */
export function wrap(resource: IResource, wrapper: Wrapper): IResource {
  return new Wrapped(resource, wrapper);
}

class Wrapped implements IResource {
  readonly #resource: IResource;
  readonly #wrapper: Wrapper;
  readonly acceptsUnrouted: boolean;

  constructor(resource: IResource, wrapper: Wrapper) {
    this.#resource = resource;
    this.#wrapper = wrapper;
    this.acceptsUnrouted = resource.acceptsUnrouted === true;
  }

  responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    return this.#wrapper(request, path, (inner = request, from = path) => {
      const found = traverse(this.#resource, inner, from, request);
      return isThenable(found) ? found.then((late) => answerOf(late, inner)) : answerOf(found, inner);
    });
  }
}

function answerOf(found: Destination | undefined, request: IRequest): Awaitable<IResponse> {
  return found === undefined ? notFound() : found.resource.responseForRequest(request, found.path);
}
