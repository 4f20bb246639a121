/**
 * Answers that are known before the request: a redirect, a refusal.
 *
 * Each is a leaf for a tree and a response for a handler, so that `tree({ old: redirect("/new") })` and
 * `return redirect("/new")` both work.
 */
import { InvalidResponse } from "../errors";
import type { HeadersInit } from "../fields/headers-init";
import type { IResponse } from "../interfaces/message";
import type { IResource } from "../interfaces/resource";
import { respond } from "../message/response";

export type Answer = IResponse & IResource;

/**
 * As a resource it makes its response anew for each request: a wrapper that adds a cookie to what it got
 * must not add it to the answers of others.
 */
export function answer(code: number, headers: HeadersInit, text?: string): Answer {
  const responseForRequest = (): IResponse => respond(code, headers, text);
  return Object.assign(responseForRequest(), { responseForRequest });
}

/**
 * Sends the client elsewhere. `url` is sent as it is, save that characters beyond ASCII are percent-encoded.
 * Where it comes from a request it may lead anywhere (`//host` too); `path.url()` stays on this origin.
 *
 * @throws InvalidResponse for a code outside 300 to 399
 * @throws InvalidField for a url with CR, LF or NUL
 */
export function redirect(url: string, code = 302): Answer {
  if (code < 300 || code > 399) throw new InvalidResponse(`${code} does not redirect`);
  return answer(code, { Location: url.replace(/[^\0-\x7f]+/g, encodeURI) });
}

/** 404, with `message` as text. */
export function notFound(message = "Not Found\n"): Answer {
  return answer(404, {}, message);
}
