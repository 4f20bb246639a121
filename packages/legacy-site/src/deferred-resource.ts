/** A resource that is not known yet (twisted.web.util.DeferredResource): the walk goes on when it is. */
import type { Awaitable } from "@headgate/core";
import { NOT_DONE_YET } from "./constants";
import { Deferred } from "./deferred";
import type { Failure } from "./failure";
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
      .addErrback((failure) => failed(request, failure));
    return NOT_DONE_YET;
  }

  override getChild(_name: string, _request: Request): Awaitable<AnyResource> {
    return this;
  }
}

/** What core has an answer for, an HttpError say, it answers; anything else is a failed request. */
function failed(request: Request, failure: Failure): void {
  const { channel } = request;
  if (channel === null) request.processingFailed(failure);
  else channel.run(() => failure.raiseException());
}
