/**
 * Has the content of one resource encoded (twisted.web.resource.EncodingResourceWrapper). Its children are not
 * wrapped; a core resource has no others to be found, so all of it is.
 */
import type { Awaitable } from "@headgate/core";
import type { IRequestEncoderFactory, RequestEncoder } from "./content-encoder";
import { CONTENT_BLIND } from "./markers";
import type { Request } from "./request";
import { isLegacyResource, type AnyResource, type ILegacyResource, type Rendered } from "./resource";
import { renderThrough, STANDS_FOR, type IStandIn } from "./stand-in";
import { childThrough } from "./walk";

export class EncodingResourceWrapper implements ILegacyResource, IStandIn {
  static readonly [CONTENT_BLIND] = true;
  readonly original: AnyResource;
  readonly #encoders: readonly IRequestEncoderFactory[];

  /** @param encoders the first that takes a request encodes it */
  constructor(original: AnyResource, encoders: readonly IRequestEncoderFactory[]) {
    this.original = original;
    this.#encoders = encoders;
  }

  get isLeaf(): boolean | number {
    return isLegacyResource(this.original) ? this.original.isLeaf : true;
  }

  getChildWithDefault(name: string, request: Request): Awaitable<AnyResource> {
    return childThrough(this.original, name, request);
  }

  putChild(name: string, child: AnyResource): void {
    if (!isLegacyResource(this.original)) throw new TypeError("a core resource takes no children");
    this.original.putChild(name, child);
  }

  /** As the original renders. Who has it rendered, a request, has it encoded too. */
  render(request: Request): Awaitable<Rendered> {
    return renderThrough(this.original, request);
  }

  getEncoder(request: Request): RequestEncoder | null {
    for (const factory of this.#encoders) {
      const encoder = factory.encoderForRequest(request);
      if (encoder !== null) return encoder;
    }
    return null;
  }

  /** A wrapper in a wrapper does not encode once more. */
  [STANDS_FOR](request: Request): AnyResource {
    if (request.site?.hardened === true) request.responseHeaders.addRawHeader("vary", "Accept-Encoding");
    request._encoder ??= this.getEncoder(request);
    return this.original;
  }
}
