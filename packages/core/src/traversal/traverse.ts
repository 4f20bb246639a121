/**
 * The walk: from the root, `locateChild` by `locateChild`, to the resource that answers.
 *
 * It stays in the turn for as long as values come, and makes no promise before the first thenable does. Each
 * resource stepped into, the root first, is noted for the exchange. Progress is guaranteed: the walk ends.
 */
import { TraversalLoop } from "../errors";
import { type Awaitable, isThenable } from "../interfaces/awaitable";
import type { IRequest } from "../interfaces/message";
import type { PathCursor } from "../interfaces/path-cursor";
import type { IResource } from "../interfaces/resource";
import { noteReached, resourceName } from "../message/request";
import { WalkCursor, walkCursor } from "./path-cursor";

/** Steps that may follow one another while no less of the path remains than ever before: wrappers, rewriters. */
const MAX_STALLED_STEPS = 64;

/** Who answers, and what the walk has left of the path. */
export interface Destination {
  readonly resource: IResource;
  readonly path: PathCursor;
}

/**
 * Finds the resource that answers; `undefined` is 404.
 *
 * @param path where the walk of this tree begins, made by `PathCursor`
 * @param live the request whose exchange hears of the resources, if `request` is only a view of it
 * @throws TraversalLoop when the walk makes no progress
 * @throws TypeError when a `locateChild` gives what is no `Located`, or a cursor of another walk
 */
export function traverse(
  root: IResource,
  request: IRequest,
  path: PathCursor,
  live: IRequest = request,
): Awaitable<Destination | undefined> {
  return new Walk(root, request, walkCursor(path), live).proceed();
}

/** One walk under way; when it has arrived, its own result. */
class Walk implements Destination {
  resource: IResource;
  path: WalkCursor;
  readonly #request: IRequest;
  readonly #live: IRequest;
  /** The cursor with the least remaining so far. A rewriter may lengthen the path, but not for ever. */
  #furthest: WalkCursor;
  #stalledSteps = 0;

  constructor(root: IResource, request: IRequest, path: WalkCursor, live: IRequest) {
    this.resource = root;
    this.path = path;
    this.#request = request;
    this.#live = live;
    this.#furthest = path;
    noteReached(live, root);
  }

  /** Asks resource after resource, until one answers, there is none, or one has to be waited for. */
  proceed(): Awaitable<Destination | undefined> {
    while (!this.path.isEnd) {
      const { resource, path } = this;
      if (resource.locateChild === undefined) break;
      const located: unknown = resource.locateChild(this.#request, path);
      if (located === undefined) return undefined;
      if (isThenable(located)) return this.#await(located);
      this.#enter(located);
    }
    return this;
  }

  async #await(located: PromiseLike<unknown>): Promise<Destination | undefined> {
    // Boxed, because a promise would unwrap a thenable that yields itself for ever. Here that is no progress.
    const [settled] = await new Promise<[unknown]>((resolve, reject) => {
      located.then((value) => resolve([value]), reject);
    });
    if (settled === undefined) return undefined;
    if (!isThenable(settled)) return this.#enter(settled).proceed();
    this.#stall();
    return this.#await(settled);
  }

  #enter(located: unknown): this {
    if (isResource(located)) return this.#step(located, this.path.afterFirst);
    if (!Array.isArray(located) || !isResource(located[0])) {
      throw this.#misled(`${describe(located)}, not a resource`);
    }
    const path: unknown = located[1];
    if (!(path instanceof WalkCursor && path.derivesFrom(this.path))) {
      throw this.#misled("a cursor that does not derive from its own");
    }
    return this.#step(located[0], path);
  }

  #step(resource: IResource, path: WalkCursor): this {
    if (path.isPast(this.#furthest)) {
      this.#furthest = path;
      this.#stalledSteps = 0;
    } else {
      this.#stall(resource === this.resource && path.equals(this.path));
    }
    this.resource = resource;
    this.path = path;
    noteReached(this.#live, resource);
    return this;
  }

  #stall(isStanding = false): void {
    this.#stalledSteps++;
    if (!isStanding && this.#stalledSteps < MAX_STALLED_STEPS) return;
    const { resource, path } = this;
    throw new TraversalLoop(`the walk makes no progress at ${path.url()}, in ${resourceName(resource)}`);
  }

  #misled(got: string): TypeError {
    return new TypeError(`locateChild of ${resourceName(this.resource)} gave ${got}`);
  }
}

function isResource(value: unknown): value is IResource {
  return typeof (value as Partial<IResource> | null | undefined)?.responseForRequest === "function";
}

function describe(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
