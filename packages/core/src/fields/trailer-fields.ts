/**
 * Fields that a trailer section can't bring (RFC 9110 section 6.5.1): those that frame, route, authenticate or describe
 * the message. They come too late there, and must not be taken for the head's.
 */
const FORBIDDEN: ReadonlySet<string> = new Set([
  ...["content-length", "transfer-encoding", "trailer", "te", "connection", "keep-alive", "proxy-connection"],
  ...["host", "upgrade", "expect", "max-forwards", "cache-control", "pragma", "range", "vary"],
  ...["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"],
  ...["authorization", "proxy-authorization", "proxy-authenticate", "www-authenticate"],
  ...["cookie", "set-cookie", "content-encoding", "content-type", "content-range"],
]);

/** @param name lower-case */
export function isForbiddenTrailer(name: string): boolean {
  return FORBIDDEN.has(name);
}

/** Of our own, those that mean something before the content only; an application knows best about the others. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  ...[
    "transfer-encoding",
    "content-length",
    "host",
    "trailer",
    "connection",
    "keep-alive",
    "proxy-connection",
  ],
  ...["content-encoding", "content-type", "content-range", "set-cookie", "te", "upgrade"],
]);

/** @param name lower-case */
export function isNeverSentAsTrailer(name: string): boolean {
  return NEVER_SENT.has(name);
}
