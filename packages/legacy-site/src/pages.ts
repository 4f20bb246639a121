/**
 * Pages for errors whose text is escaped (twisted.web.pages). Written, not returned, as there: so they go out
 * without a Content-Length, and a HEAD gets none either.
 */
import type { Awaitable } from "@headgate/core";
import { NOT_DONE_YET } from "./constants";
import { CONTENT_BLIND, RENDERS_BLIND } from "./markers";
import { escapedErrorPage } from "./page-texts";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";

/** Answers every method and stands for every child that it was not given. */
class EscapedErrorPage extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  readonly #code: number;
  readonly #text: string;

  constructor(code: number, brief: string, detail: string) {
    super();
    this.#code = code;
    this.#text = escapedErrorPage(code, brief, detail);
  }

  override render(request: Request): Rendered {
    request.setResponseCode(this.#code);
    request.setHeader("content-type", "text/html; charset=utf-8");
    request.write(this.#text);
    request.finish();
    return NOT_DONE_YET;
  }

  override getChild(_path: string, _request: Request): Awaitable<AnyResource> {
    return this;
  }
}

export function errorPage(code: number, brief: string, detail: string): Resource {
  return new EscapedErrorPage(code, brief, detail);
}

export function notFound(
  brief = "No Such Resource",
  message = "Sorry. No luck finding that resource.",
): Resource {
  return errorPage(404, brief, message);
}

export function forbidden(brief = "Forbidden Resource", message = "Sorry, resource is forbidden."): Resource {
  return errorPage(403, brief, message);
}
