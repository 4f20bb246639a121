/** The resource in the shadow: of core, or a legacy one, which gets a legacy Request of its own. */
import {
  isThenable,
  notFound,
  traverse,
  type Awaitable,
  type Destination,
  type ILog,
  type IRequest,
  type IResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import { bridge } from "../bridge";
import type { ILegacyExchange } from "../exchange-registry";
import { isLegacyResource, type AnyResource } from "../resource";
import { shadowLog } from "./shadow-log";
import type { ShadowRequest } from "./shadow-request";

export class NewResource {
  readonly #resource: AnyResource;
  /** How it is asked where no legacy tree stands above. */
  readonly #core: IResource;

  constructor(resource: AnyResource, log: ILog) {
    this.#resource = resource;
    this.#core = isLegacyResource(resource)
      ? bridge(resource, { log: shadowLog(log) })
      : (resource as IResource);
  }

  /** @param outer what the request has come through: the new side has a legacy Request as well, of the same site */
  ask(request: ShadowRequest, path: PathCursor, outer: ILegacyExchange | undefined): Awaitable<IResponse> {
    if (outer !== undefined) return outer.askApart(this.#resource, request, path, shadowLog);
    return askTree(this.#core, request, path);
  }
}

/** The walk from `resource` on, and what it leads to. */
export function askTree(resource: IResource, request: IRequest, path: PathCursor): Awaitable<IResponse> {
  const found = traverse(resource, request, path);
  return isThenable(found) ? found.then((late) => answerOf(late, request)) : answerOf(found, request);
}

function answerOf(found: Destination | undefined, request: IRequest): Awaitable<IResponse> {
  return found === undefined ? notFound() : found.resource.responseForRequest(request, found.path);
}
