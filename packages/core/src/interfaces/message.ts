/**
 * Requests and responses: a head that is a value, and a body that flows (RFC 9110 section 6).
 *
 * Neither knows the HTTP version's framing: a last chunk, a content-length that reached 0, END_STREAM and
 * "no body" are one event, `connectionLost(BodyDone)`.
 */
import type { Headers } from "../fields/headers";
import type { IHTTPChannel } from "./channel";
import type { IProtocol } from "./transport";

/** The `length` of a body that nobody announced. */
export const UNKNOWN_LENGTH = "UNKNOWN_LENGTH";
export type UnknownLength = typeof UNKNOWN_LENGTH;

export interface IBody {
  /** Octets of content, or `UNKNOWN_LENGTH`. */
  readonly length: number | UnknownLength;
  /**
   * Streams the content to `protocol`. Content that came earlier is held, within the channel's limit, until
   * this call. Everything may be delivered before it returns.
   *
   * @throws BodyAlreadyClaimed on the second call: a body has one reader.
   */
  deliverBody(protocol: IProtocol): void;
}

export interface IRequest extends IBody {
  /** Case-sensitive, as sent (RFC 9110 section 9.1). */
  readonly method: string;
  /** The request target as sent (RFC 9112 section 3.2). */
  readonly uri: string;
  /** Raw path of the target, before the first `?`; `*` for the asterisk form, `` for the authority form. */
  readonly path: string;
  /** Raw query, after the first `?`; `` if there is none. */
  readonly query: string;
  /** `query`, parsed on first use. */
  readonly searchParams: URLSearchParams;
  readonly scheme: "http" | "https";
  /** From :authority, the absolute form, or Host; `` if none was sent. */
  readonly authority: string;
  /** Immutable. */
  readonly headers: Headers;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  /** What this exchange may do to the connection under it. */
  readonly channel: IHTTPChannel;
  /** What the client offers to switch to: the HTTP/1.1 Upgrade token, or HTTP/2's :protocol. */
  readonly upgrade?: string;
  /** Aborts with `ClientGone` when the client has left. Costs nothing until asked for. */
  readonly signal: AbortSignal;
  /** Resolves after `BodyDone` (empty if none came), rejects otherwise; never an unhandled rejection. */
  readonly trailers: Promise<Headers>;
}

export interface IResponse extends IBody {
  /** 200 to 999. */
  readonly code: number;
  /** Reason phrase, HTTP/1.1 only. Absent: the standard one. */
  readonly phrase?: string;
  /** Never written to by the channel. */
  readonly headers: Headers;
  /** Called once, after the last octet of the body; the fields follow it. Dropped on HTTP/1.0. */
  readonly trailers?: () => Headers | PromiseLike<Headers>;
}
