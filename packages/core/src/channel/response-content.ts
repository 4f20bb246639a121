/**
 * Whether an answer has content, and how long it says that it is (RFC 9110 sections 6.4.1 and 8.6): pure, and the same
 * in all versions. The body's own length wins over a Content-Length field; the field counts where the body doesn't know.
 */
import { UNKNOWN_LENGTH, type IResponse } from "../interfaces/message";
import { neverHasContent } from "../message/status";

export interface ResponseContent {
  /** Content is sent; false: it is discarded. */
  readonly isSent: boolean;
  /** Value of Content-Length; undefined: there is none. Of content that is sent, this many octets must come. */
  readonly length: number | undefined;
}

/** @param declaredLength the application's own Content-Length */
export function decideContent(
  isHead: boolean,
  declaredLength: number | undefined,
  { code, length }: IResponse,
): ResponseContent {
  const known = length === UNKNOWN_LENGTH ? undefined : length;
  // 304 and HEAD tell the length that a GET would have, if the application says it; 1xx and 204 may not.
  if (neverHasContent(code)) return { isSent: false, length: code === 304 ? declaredLength : undefined };
  if (code === 205) return { isSent: false, length: 0 };
  if (isHead)
    return { isSent: false, length: known === 0 ? (declaredLength ?? 0) : (known ?? declaredLength) };
  return { isSent: true, length: known ?? declaredLength };
}

/** Whether known bytes with this status are framed by their length and nothing else. */
export function isPlainBytes(code: number): boolean {
  return code !== 204 && code !== 304 && code !== 205;
}
