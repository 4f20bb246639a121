/** A handler as a resource. */
import type { Handler, IResource } from "../interfaces/resource";

/** The walk ends here; what it leaves of the path is the handler's to read, as `path.remaining`. */
export function leaf(handler: Handler): IResource {
  return new Leaf(handler);
}

class Leaf implements IResource {
  readonly responseForRequest: Handler;

  constructor(handler: Handler) {
    this.responseForRequest = handler;
  }
}
