/**
 * The spine: from the head of a request to its response. Finds the resource, asks it, and that is all; who calls
 * turns whatever is thrown into an answer.
 */
import { RemoteProtocolError } from "../errors";
import type { IRequest, IResponse } from "../interfaces/message";
import { isThenable, type Awaitable } from "../interfaces/awaitable";
import type { IResource } from "../interfaces/resource";
import type { Request } from "../message/request";
import { respond } from "../message/response";
import { PathCursor } from "../traversal/path-cursor";
import { traverse, type Destination } from "../traversal/traverse";

const NOT_FOUND = respond(404, undefined, "Not Found\n");
const CONNECT_UNSUPPORTED = respond(501, undefined, "CONNECT is not supported here\n");
const OPTIONS_OF_SERVER = respond(200);

function ask(request: IRequest, destination: Destination | undefined): Awaitable<IResponse> {
  if (destination === undefined) return NOT_FOUND;
  return destination.resource.responseForRequest(request, destination.path);
}

/** `*` and plain CONNECT name no resource, so they are not walked. */
function answerUnrouted(root: IResource, request: Request): Awaitable<IResponse> {
  if (root.acceptsUnrouted === true) {
    request.reached(root);
    return root.responseForRequest(request, PathCursor.of(""));
  }
  if (request.method === "CONNECT") return CONNECT_UNSUPPORTED;
  if (request.method === "OPTIONS") return OPTIONS_OF_SERVER;
  throw new RemoteProtocolError("the target * is for OPTIONS only");
}

/** Answers in this turn if everybody on the way does. @throws whatever a resource throws */
export function handleRequest(root: IResource, request: Request): Awaitable<IResponse> {
  // Extended CONNECT has a path, and is walked (RFC 8441 section 4).
  const isUnrouted = request.path === "*" || (request.method === "CONNECT" && request.path === "");
  if (isUnrouted) return answerUnrouted(root, request);
  const found = traverse(root, request, PathCursor.of(request.path));
  if (isThenable(found)) return found.then((destination) => ask(request, destination));
  return ask(request, found);
}
