/**
 * Decides how an answer is framed (RFC 9110 section 6.4.1, RFC 9112 section 6): pure, no connection in sight.
 */
import { UNKNOWN_LENGTH, type IResponse } from "../interfaces/message";
import { neverHasContent } from "../message/status";
import type { EncodedHead } from "./wire/head-encoder";

export interface ResponseFraming {
  /** The framing field with its CRLF, or nothing. */
  readonly field: string;
  /** Content is sent; false: it is discarded. */
  readonly hasContent: boolean;
  readonly isChunked: boolean;
  /** Octets that were announced, and must come. */
  readonly announced: number | undefined;
  /** The end of the content is the end of the connection. */
  readonly endsWithConnection: boolean;
}

const CHUNKED: ResponseFraming = {
  field: "Transfer-Encoding: chunked\r\n",
  hasContent: true,
  isChunked: true,
  announced: undefined,
  endsWithConnection: false,
};

const UNTIL_CLOSE: ResponseFraming = {
  field: "",
  hasContent: true,
  isChunked: false,
  announced: undefined,
  endsWithConnection: true,
};

export function lengthField(octets: number): string {
  return `Content-Length: ${octets}\r\n`;
}

/** Whether known bytes with this status are framed by their length and nothing else. */
export function isPlainBytes(code: number): boolean {
  return code !== 204 && code !== 304 && code !== 205;
}

function withoutContent(octets: number | undefined): ResponseFraming {
  const field = octets === undefined ? "" : lengthField(octets);
  return { field, hasContent: false, isChunked: false, announced: undefined, endsWithConnection: false };
}

/** The body's own length wins over a Content-Length field; the field counts where the body doesn't know. */
export function frameResponse(isHead: boolean, head: EncodedHead, response: IResponse): ResponseFraming {
  const known = response.length === UNKNOWN_LENGTH ? undefined : response.length;
  const length = known ?? head.declaredLength;
  // 304 and HEAD tell the length that a GET would have, if the application says it; 1xx and 204 may not.
  if (neverHasContent(head.code)) return withoutContent(head.code === 304 ? head.declaredLength : undefined);
  if (head.code === 205) return withoutContent(0);
  if (isHead) return withoutContent(known === 0 ? (head.declaredLength ?? 0) : length);
  if (response.trailers !== undefined && head.minor === 1) return CHUNKED;
  if (length !== undefined) {
    return {
      field: lengthField(length),
      hasContent: true,
      isChunked: false,
      announced: length,
      endsWithConnection: false,
    };
  }
  return head.minor === 1 ? CHUNKED : UNTIL_CLOSE;
}
