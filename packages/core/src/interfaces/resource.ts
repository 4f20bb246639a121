/**
 * Resources and how they are found. The request never changes on the way; the cursor does.
 */
import type { Awaitable } from "./awaitable";
import type { PathCursor } from "./path-cursor";
import type { IRequest, IResponse } from "./message";

/**
 * What a step found: a resource (it has taken one segment), a resource and the cursor after however many
 * segments were taken, or `undefined` (404).
 */
export type Located = IResource | readonly [IResource, PathCursor] | undefined;

export interface IResource {
  /** Finds the next resource on the way. Absent: a leaf, whose rest of the path is `path.remaining`. */
  locateChild?(request: IRequest, path: PathCursor): Awaitable<Located>;
  /** Answers. Called when the head is in; the body may not have begun to arrive. */
  responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse>;
  /** true on the root: it also answers `OPTIONS *` and plain CONNECT, which are not walked. */
  readonly acceptsUnrouted?: boolean;
}

/** A resource, seen as a function. */
export type Handler = (request: IRequest, path: PathCursor) => Awaitable<IResponse>;

/** The one thing that a channel needs from above: a head goes in, a response comes out. */
export type RequestHandler<R extends IRequest = IRequest> = (request: R) => Awaitable<IResponse>;
