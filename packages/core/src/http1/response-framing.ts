/** Decides how an answer is framed (RFC 9112 section 6): pure, no connection in sight. */
import { decideContent } from "../channel/response-content";
import type { IResponse } from "../interfaces/message";
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

export function frameResponse(isHead: boolean, head: EncodedHead, response: IResponse): ResponseFraming {
  const { isSent, length } = decideContent(isHead, head.declaredLength, response);
  if (isSent && response.trailers !== undefined && head.minor === 1) return CHUNKED;
  if (isSent && length === undefined) return head.minor === 1 ? CHUNKED : UNTIL_CLOSE;
  return {
    field: length === undefined ? "" : lengthField(length),
    hasContent: isSent,
    isChunked: false,
    announced: isSent ? length : undefined,
    endsWithConnection: false,
  };
}
