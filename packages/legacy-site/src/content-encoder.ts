/**
 * One response on its way through a content coding: says so in its head, and makes the stream that does it. An
 * encoder is chosen before the resource renders; in the end there may be nothing for it to do.
 */
import type { Transform } from "node:stream";
import type { Headers } from "./headers";

/** Encodes octets piece by piece (twisted.web.iweb._IRequestEncoder): for factories of applications. */
export interface IRequestEncoder {
  /** What can be sent already. */
  encode(data: Buffer): Uint8Array | string;
  /** The rest. */
  finish(): Uint8Array | string;
}

/** Chooses an encoder for a request, and says so in its response headers (twisted.web.iweb._IRequestEncoderFactory). */
export interface IRequestEncoderFactory {
  /** null: this client, or this request, gets no encoding from here. */
  encoderForRequest(request: IEncodedRequest): RequestEncoder | null;
}

export type RequestEncoder = IRequestEncoder | ContentEncoder;

/** What an encoder needs of a request. */
export interface IEncodedRequest {
  readonly requestHeaders: Headers;
  readonly responseHeaders: Headers;
}

/** A stream of node:zlib, or one like those. */
export type EncodingStream = Transform & { flush(kind: number): void };

const PARTIAL_CONTENT = 206;

/** Encodes off the main thread, and pushes back. */
export class ContentEncoder {
  readonly makeStream: () => EncodingStream;
  /** What to tell the stream so that it holds nothing back. */
  readonly flushKind: number;
  readonly #headers: Headers;
  readonly #before: string[];
  readonly #declared: readonly string[] | undefined;

  /** Adds `coding` to the response headers. */
  constructor(coding: string, headers: Headers, flushKind: number, makeStream: () => EncodingStream) {
    this.makeStream = makeStream;
    this.flushKind = flushKind;
    this.#headers = headers;
    this.#before = headers.getRawHeaders("content-encoding", []);
    headers.setRawHeaders("content-encoding", [[...this.#before, coding].join(",")]);
    this.#declared = headers.valuesOf("content-encoding");
  }

  /**
   * The head is about to leave. false: the content stays as it is, and the head no longer says otherwise. A range
   * counts octets of what is not encoded (RFC 9110 section 14.2), and nothing is encoded twice.
   *
   * @param isEncoded by who answers, a core resource
   */
  begins(code: number, hasRange: boolean, isEncoded = false): boolean {
    const values = this.#headers.valuesOf("content-encoding");
    // A resource that sets the field, even to the same value, has encoded its content itself.
    if (values !== this.#declared || values?.length !== 1) return false;
    if (code !== PARTIAL_CONTENT && !hasRange && !isEncoded) return true;
    if (this.#before.length === 0) this.#headers.removeHeader("content-encoding");
    else this.#headers.setRawHeaders("content-encoding", this.#before);
    return false;
  }
}
