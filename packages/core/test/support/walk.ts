/** Walks over resources that are nothing but a locateChild. */
import type { Awaitable } from "../../src/interfaces/awaitable";
import type { IRequest } from "../../src/interfaces/message";
import type { IResource, Located } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { fakeRequest } from "../../src/testing/fake-request";
import { leaf } from "../../src/traversal/leaf";
import { PathCursor } from "../../src/traversal/path-cursor";
import { type Destination, traverse } from "../../src/traversal/traverse";

export const responseForRequest = () => respond(200);
export const end: IResource = leaf(responseForRequest);

export type Locate = (request: IRequest, path: PathCursor) => Awaitable<Located>;

/** A resource that is nothing but its `locateChild`. */
export function locating(locateChild: Locate): IResource {
  return { locateChild, responseForRequest };
}

export function walk(root: IResource, target: string): Awaitable<Destination | undefined> {
  return traverse(root, fakeRequest({ target }), PathCursor.of(target));
}

export function wantHere(root: IResource, target: string): Destination {
  const found = walk(root, target);
  expect(found).not.toHaveProperty("then");
  return found as Destination;
}
