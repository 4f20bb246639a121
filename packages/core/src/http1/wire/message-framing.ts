/**
 * Decides what follows a request's head (RFC 9112 section 6).
 *
 * Two lengths that disagree, or a length beside a transfer coding, are refused rather than repaired: a proxy
 * in front may have chosen the other one. A repeated field arrives here as its values joined with ", ", and so
 * fails the grammar of one value, even if all are equal.
 */
import { RemoteProtocolError } from "../../errors";
import { isToken, splitCommaList } from "../../fields/field-syntax";

/** The framing of content in chunks; any other framing is a number of octets. */
export const CHUNKED = -1;

const ZERO = 0x30;
// Without the u flag, i folds ASCII only: no Kelvin sign is a k here.
const CHUNKED_CODING = /^chunked$/i;

export function decideMessageFraming(
  minor: 0 | 1,
  contentLength: string | undefined,
  transferEncoding: string | undefined,
): number {
  if (transferEncoding === undefined)
    return contentLength === undefined ? 0 : parseContentLength(contentLength);
  // Before 1.1 nobody on the way knows the field, and each may frame the message differently (section 6.1).
  if (minor === 0) throw new RemoteProtocolError("an HTTP/1.0 request has no Transfer-Encoding");
  if (contentLength !== undefined)
    throw new RemoteProtocolError("Content-Length and Transfer-Encoding together");
  if (!CHUNKED_CODING.test(transferEncoding)) throw refuseCodings(transferEncoding);
  return CHUNKED;
}

/** 1*DIGIT, no sign, no list, and exact as a number. */
function parseContentLength(value: string): number {
  let length = 0;
  for (let i = 0; i < value.length; i++) {
    const digit = value.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9))
      throw new RemoteProtocolError("Content-Length is not one decimal number");
    length = length * 10 + digit;
    if (length > Number.MAX_SAFE_INTEGER) throw new RemoteProtocolError("Content-Length is beyond 2^53 - 1");
  }
  if (value === "") throw new RemoteProtocolError("Content-Length is empty");
  return length;
}

/** 501 says that the framing is sound and a coding is unknown; whatever leaves the end in doubt is 400 (section 6.3). */
function refuseCodings(value: string): RemoteProtocolError {
  const codings = splitCommaList(value);
  const last = codings.pop() ?? "";
  const isSound =
    CHUNKED_CODING.test(last) && codings.every((coding) => isToken(coding) && !CHUNKED_CODING.test(coding));
  return isSound && codings.length > 0
    ? new RemoteProtocolError("the only transfer coding here is chunked", 501)
    : new RemoteProtocolError("Transfer-Encoding is not chunked, once and last");
}
