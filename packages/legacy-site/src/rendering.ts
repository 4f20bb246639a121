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

const ASCII = /^[\0-\x7f]*$/;

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
      const rendered = this.#resource.render(this.#request);
      if (isThenable(rendered)) this.#whenRendered(rendered, (body) => this.#send(body));
      else this.#send(rendered);
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
    if (body === NOT_DONE_YET) {
      this.#channel.parked(this.#resource);
      return;
    }
    const request = this.#request;
    const content = isBody(body) ? body : this.#pageForNoBody(body);
    const isHead = request.method === "HEAD";
    const length = octetsIn(content);
    // A HEAD that returned nothing has not told how long a GET would be.
    if (!isHead || length > 0) request.setHeader("content-length", `${length}`);
    request.write(isHead ? "" : content);
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
      if (isBody(body)) request.setHeader("content-length", `${octetsIn(body)}`);
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

  #pageForNoBody(value: unknown): string {
    const resource = `<${this.#resource.constructor.name}>`;
    const page = noContentReturnedPage(this.#request.toString(), resource, describe(value));
    return this.#page(500, page);
  }

  #page(code: number, text: string): string {
    this.#request.setResponseCode(code);
    this.#request.setHeader("content-type", "text/html; charset=utf-8");
    return text;
  }
}

function isBody(value: unknown): value is string | Uint8Array {
  return typeof value === "string" || value instanceof Uint8Array;
}

/** Of text, as UTF-8; an escaped octet is one (see octets.ts). */
function octetsIn(body: string | Uint8Array): number {
  if (typeof body !== "string") return body.length;
  return ASCII.test(body) ? body.length : encodeBytes(body).length;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return `an object of ${value.constructor.name}`;
  }
}
