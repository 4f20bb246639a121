/** What all resources of the API have in common: they answer in JSON, also when something is wrong. */
import type { Awaitable } from "@headgate/core";
import { UnsupportedMethod } from "@headgate/legacy-site/error";
import * as http from "@headgate/legacy-site/http";
import * as resource from "@headgate/legacy-site/resource";
import type * as server from "@headgate/legacy-site/server";

/** Thrown by what renders: the client is told. */
export class ApiError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export function asJson(request: server.Request, value: unknown, code: number = http.OK): Buffer {
  request.setResponseCode(code);
  request.setHeader("content-type", "application/json");
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** The body as an object. @throws ApiError */
export function jsonOf(request: server.Request): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(request.content.read().toString());
  } catch {
    throw new ApiError(http.BAD_REQUEST, "the body is not JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new ApiError(http.BAD_REQUEST, "the body is not an object");
}

export class JsonResource extends resource.Resource {
  override getChild(_name: string, _request: server.Request): Awaitable<resource.AnyResource> {
    return new JsonErrorPage(http.NOT_FOUND, "there is no such thing");
  }

  override render(request: server.Request): Awaitable<resource.Rendered> {
    try {
      return super.render(request);
    } catch (error) {
      return this.renderError(request, error);
    }
  }

  protected renderError(request: server.Request, error: unknown): resource.Rendered {
    if (error instanceof ApiError) return asJson(request, { error: error.message }, error.code);
    if (!(error instanceof UnsupportedMethod)) throw error;
    request.setHeader("allow", error.allowedMethods.join(", "));
    return asJson(request, { error: `${request.method} is not for this` }, http.NOT_ALLOWED);
  }
}

/** Answers every method, and stands for every child. */
export class JsonErrorPage extends resource.Resource {
  readonly #code: number;
  readonly #message: string;

  constructor(code: number, message: string) {
    super();
    this.#code = code;
    this.#message = message;
  }

  override getChild(_name: string, _request: server.Request): Awaitable<resource.AnyResource> {
    return this;
  }

  override render(request: server.Request): resource.Rendered {
    return asJson(request, { error: this.#message }, this.#code);
  }
}
