/**
 * From what `render` returned to a response (twisted.web.server.Request.render): bodies and their length, HEAD,
 * and the pages for methods that a resource lacks. It writes through the request's public methods, so that a
 * subclass sees, and may change, everything.
 */
import { ClientGone, isThenable } from "@headgate/core";
import { NOT_DONE_YET } from "./constants";
import type { ILegacyResource, IRequestChannel } from "./contracts";
import { encodeBytes } from "./octets";
import { methodNotAllowedPage, methodNotImplementedPage, noContentReturnedPage } from "./page-texts";
import { supportedMethods } from "./responses";
import { UnsupportedMethod } from "./unsupported-method";

/** What rendering needs of a request. */
export interface IRenderedRequest {
  method: string;
  readonly uri: string;
  readonly finished: 0 | 1;
  /** A GET stands in for a HEAD: what is written is dropped. */
  _inFakeHead: boolean;
  setResponseCode(code: number): void;
  setHeader(name: string, value: string): void;
  write(data: string | Uint8Array): void;
  finish(): void;
  toString(): string;
}

export class Rendering<R extends IRenderedRequest> {
  readonly #resource: ILegacyResource<R>;
  readonly #request: R;
  readonly #channel: IRequestChannel<R>;

  constructor(resource: ILegacyResource<R>, request: R, channel: IRequestChannel<R>) {
    this.#resource = resource;
    this.#request = request;
    this.#channel = channel;
  }

  start(): void {
    try {
      this.#whenRendered(this.#resource.render(this.#request), (body) => this.#send(body));
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Goes on with the result: at once, or when it comes. */
  #whenRendered(rendered: unknown, use: (body: unknown) => void): void {
    if (!isThenable(rendered)) {
      use(rendered);
      return;
    }
    const channel = this.#channel;
    rendered.then(
      (late) => {
        // Whoever waited may have written and finished meanwhile, and then returns what it likes.
        if (!this.#request.finished) channel.run(() => use(late));
      },
      (error: unknown) => channel.run(() => this.#refuse(error)),
    );
  }

  #send(body: unknown): void {
    if (body === NOT_DONE_YET) return;
    const request = this.#request;
    const octets = octetsOf(body) ?? this.#pageForNoBody(body);
    const isHead = request.method === "HEAD";
    // A HEAD that returned nothing has not told how long a GET would be.
    if (!isHead || octets.length > 0) request.setHeader("content-length", `${octets.length}`);
    request.write(isHead ? "" : octets);
    this.#finish();
  }

  /** By the framework itself, nobody has to be told that the client left. */
  #finish(): void {
    try {
      this.#request.finish();
    } catch (error) {
      if (!(error instanceof ClientGone)) throw error;
    }
  }

  #refuse(error: unknown): void {
    if (!(error instanceof UnsupportedMethod)) throw error;
    const request = this.#request;
    const { allowedMethods } = error;
    if (request.method === "HEAD" && allowedMethods.includes("GET")) {
      this.#fakeHead();
    } else if ((supportedMethods as readonly string[]).includes(request.method)) {
      request.setHeader("Allow", allowedMethods.join(", "));
      this.#send(this.#page(405, methodNotAllowedPage(request.method, request.uri, allowedMethods)));
    } else this.#send(this.#page(501, methodNotImplementedPage(request.method)));
  }

  /** Renders a GET and sends the head of that. */
  #fakeHead(): void {
    const request = this.#request;
    request.method = "GET";
    request._inFakeHead = true;
    const end = (): void => {
      request._inFakeHead = false;
      request.method = "HEAD";
    };
    const finish = (body: unknown): void => {
      const octets = octetsOf(body);
      if (octets !== undefined) request.setHeader("content-length", `${octets.length}`);
      end();
      request.write("");
      this.#finish();
    };
    try {
      this.#whenRendered(this.#resource.render(request), finish);
    } catch (error) {
      end();
      throw error;
    }
  }

  #pageForNoBody(value: unknown): Buffer {
    const resource = `<${this.#resource.constructor.name}>`;
    const page = noContentReturnedPage(this.#request.toString(), resource, describe(value));
    return encodeBytes(this.#page(500, page));
  }

  #page(code: number, text: string): string {
    this.#request.setResponseCode(code);
    this.#request.setHeader("content-type", "text/html; charset=utf-8");
    return text;
  }
}

function octetsOf(body: unknown): Uint8Array | undefined {
  if (typeof body === "string") return encodeBytes(body);
  return body instanceof Uint8Array ? body : undefined;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return `an object of ${value.constructor.name}`;
  }
}
