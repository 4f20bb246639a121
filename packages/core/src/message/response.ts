/**
 * Responses as values: a head, and a body that is bytes or a stream (RFC 9110 section 3.4).
 *
 * `respond` looks at what the body is and picks one of two shapes. Bytes may be sent any number of times and
 * leave with their head in one write; a stream is used once.
 */
import { BodyAlreadyClaimed, InvalidResponse } from "../errors";
import { deliverBytes } from "../body/bytes-body";
import { bodyOf } from "../body/body-sources";
import type { BodySource } from "../body/body-sources";
import { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import { UNKNOWN_LENGTH, type IBody, type IResponse, type UnknownLength } from "../interfaces/message";
import type { IProtocol } from "../interfaces/transport";
import { isFinalStatus, refusesContent } from "./status";

/** What `respond` takes: text, octets, any stream of octets, another body, or nothing. */
export type ResponseBody = string | Uint8Array | BodySource | null | undefined;

export interface ResponseExtras {
  readonly phrase?: string;
  readonly trailers?: () => Headers | PromiseLike<Headers>;
}

const NO_OCTETS = Buffer.alloc(0);

/** A response whose content is known. Reusable: a module constant is fine. */
export class BytesResponse implements IResponse {
  readonly code: number;
  readonly headers: Headers;
  readonly phrase?: string;
  readonly length: number;
  readonly #text: string | undefined;
  #bytes: Buffer | undefined;
  #latin1: string | undefined;

  constructor(code: number, headers: Headers, content: string | Uint8Array | undefined, phrase?: string) {
    this.code = code;
    this.headers = headers;
    if (phrase !== undefined) this.phrase = phrase;
    if (typeof content === "string") {
      this.#text = content;
      this.length = Buffer.byteLength(content);
    } else if (content === undefined) {
      this.#bytes = NO_OCTETS;
      this.length = 0;
    } else {
      this.#bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      this.length = content.length;
    }
  }

  /** The content. Not a copy: don't write into it. */
  get bytes(): Buffer {
    return (this.#bytes ??= Buffer.from(this.#text ?? ""));
  }

  /** The content as latin1 text, an octet a character: what a small answer is glued to its head with. */
  get latin1(): string {
    if (this.#latin1 !== undefined) return this.#latin1;
    const text = this.#text;
    return (this.#latin1 = text?.length === this.length ? text : this.bytes.toString("latin1"));
  }

  deliverBody(protocol: IProtocol): void {
    deliverBytes(this.bytes, protocol);
  }
}

/** A response whose content flows. Used once. */
class StreamedResponse implements IResponse {
  readonly code: number;
  readonly headers: Headers;
  readonly phrase?: string;
  readonly trailers?: () => Headers | PromiseLike<Headers>;
  readonly #body: IBody;
  #isUsed = false;

  constructor(code: number, headers: Headers, body: IBody, extras: ResponseExtras = {}) {
    this.code = code;
    this.headers = headers;
    this.#body = body;
    if (extras.phrase !== undefined) this.phrase = extras.phrase;
    if (extras.trailers !== undefined) this.trailers = extras.trailers;
  }

  get length(): number | UnknownLength {
    return this.#body.length;
  }

  /** @throws BodyAlreadyClaimed if this response was sent before */
  deliverBody(protocol: IProtocol): void {
    if (this.#isUsed) throw new BodyAlreadyClaimed("a streamed response can be sent once");
    this.#isUsed = true;
    this.#body.deliverBody(protocol);
  }
}

/**
 * Makes a response. Text is sent as UTF-8 and, where no content-type is given, called text/plain.
 *
 * @param code 200 to 999
 * @throws InvalidResponse for another code, or content with 204, 205 or 304
 * @throws InvalidField for fields that can't be sent
 */
export function respond(
  code: number,
  headers?: HeadersInit,
  body?: ResponseBody,
  extras?: ResponseExtras,
): IResponse {
  if (!isFinalStatus(code)) {
    throw new InvalidResponse(`${String(code)} is no status of a final response`);
  }
  const fields = new Headers(headers);
  const isEmpty = !body || (body instanceof Uint8Array && body.length === 0);
  if (!isEmpty && refusesContent(code)) throw new InvalidResponse(`a ${code} response has no content`);
  if (typeof body === "string" && body !== "" && !fields.has("content-type")) {
    fields.append("Content-Type", "text/plain; charset=utf-8");
  }
  const hasTrailers = extras?.trailers !== undefined;
  if (isEmpty || typeof body === "string" || body instanceof Uint8Array) {
    const bytes = new BytesResponse(code, fields, isEmpty ? undefined : body, extras?.phrase);
    return hasTrailers ? new StreamedResponse(code, fields, bytes, extras) : bytes;
  }
  return new StreamedResponse(code, fields, bodyOf(body), extras);
}

/** @throws InvalidResponse for what is no response: a handler's `undefined`, a string, a number */
export function checkResponse(value: unknown): asserts value is IResponse {
  if (value instanceof BytesResponse) return;
  const response = value as Partial<IResponse> | null | undefined;
  const isOne =
    typeof response === "object" &&
    response !== null &&
    typeof response.deliverBody === "function" &&
    response.headers instanceof Headers &&
    typeof response.code === "number";
  if (!isOne) throw new InvalidResponse(`a handler returned ${describe(value)}, which is no response`);
  // Both go into the head as they are: an answer that seems interim, or has no length, would end elsewhere.
  const { code, length } = value as IResponse;
  if (!isFinalStatus(code)) throw new InvalidResponse(`${code} is no status of a final response`);
  if (length !== UNKNOWN_LENGTH && !(Number.isSafeInteger(length) && length >= 0)) {
    throw new InvalidResponse(`${String(length)} is no length of a response`);
  }
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { constructor } = value as { readonly constructor?: { readonly name: string } };
  return constructor === undefined ? "an object" : `an object of the class ${constructor.name}`;
}
