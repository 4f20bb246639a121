/** A handler for each method. */
import type { IRequest, IResponse } from "../interfaces/message";
import type { PathCursor } from "../interfaces/path-cursor";
import type { Awaitable } from "../interfaces/awaitable";
import type { Handler, IResource } from "../interfaces/resource";
import { answer } from "./answer";

/**
 * `byMethod({ GET, POST })`, a leaf. GET answers HEAD too, and OPTIONS tells what there is, where they have no
 * handler of their own. Any other method is 405 with `Allow` (RFC 9110 section 15.5.6).
 */
export function byMethod(handlers: Readonly<Record<string, Handler>>): IResource {
  return new ByMethod(handlers);
}

class ByMethod implements IResource {
  readonly #handlers: Map<string, Handler>;
  readonly #refuse: Handler;

  constructor(handlers: Readonly<Record<string, Handler>>) {
    const byName = new Map(Object.entries(handlers));
    const get = byName.get("GET");
    if (get !== undefined && !byName.has("HEAD")) byName.set("HEAD", get);
    const allow = { Allow: [...new Set([...byName.keys(), "OPTIONS"])].join(", ") };
    if (!byName.has("OPTIONS")) byName.set("OPTIONS", () => answer(204, allow));
    this.#handlers = byName;
    this.#refuse = () => answer(405, allow, "Method Not Allowed\n");
  }

  responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    const handler = this.#handlers.get(request.method) ?? this.#refuse;
    return handler(request, path);
  }
}
