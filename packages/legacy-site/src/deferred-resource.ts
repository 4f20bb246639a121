/** A resource that is not known yet (twisted.web.util.DeferredResource): the walk goes on when it is. */
import { NOT_DONE_YET } from "./constants";
import { Deferred } from "./deferred";
import { CONTENT_BLIND, RENDERS_BLIND } from "./markers";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";
import { getChildForRequest } from "./walk";

export class DeferredResource extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  override isLeaf = true;
  readonly d: Deferred<AnyResource>;

  constructor(d: PromiseLike<AnyResource>) {
    super();
    this.d = d instanceof Deferred ? (d as Deferred<AnyResource>) : Deferred.fromPromise(d);
  }

  override render(request: Request): Rendered {
    this.d
      .addCallback((resource) => getChildForRequest(resource, request))
      .addCallback((resource) => {
        request.render(resource);
      })
      .addErrback((failure) => {
        request.processingFailed(failure);
      });
    return NOT_DONE_YET;
  }
}
