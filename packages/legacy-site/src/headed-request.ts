/**
 * The head of what goes back to the client: status, fields and cookies, and whether the client has the content already
 * (twisted.web.http.Request). What is set here is sent with the first write.
 */
import { isTagNamed, isUnmodifiedSince } from "./conditional-request";
import { CACHED } from "./constants";
import type { IHttpChannel } from "./contracts";
import { cookieOptions, formatCookie, type CookieArguments } from "./cookies";
import { Headers, type HeaderValue } from "./headers";
import { datetimeToString } from "./http-dates";
import { IncomingRequest } from "./incoming-request";
import { encodeText, withoutControls } from "./octets";
import { phraseOf } from "./responses";

export abstract class HeadedRequest<C extends IHttpChannel = IHttpChannel> extends IncomingRequest<C> {
  code = 200;
  code_message = "OK";
  readonly responseHeaders = new Headers();
  /** Values of Set-Cookie fields. */
  readonly cookies: string[] = [];
  /** Sent as ETag, and as Last-Modified (in whole seconds). */
  etag: string | null = null;
  lastModified: number | null = null;

  /** @param message the reason phrase; empty or absent: the one that twisted.web has for the code */
  setResponseCode(code: number, message?: string | Uint8Array | null): void {
    if (!Number.isInteger(code))
      throw new TypeError(`HTTP response code must be an integer, not ${String(code)}`);
    if (message != null && typeof message !== "string" && !(message instanceof Uint8Array)) {
      throw new TypeError("HTTP response status message must be text or bytes");
    }
    this.code = code;
    const text = message instanceof Uint8Array ? Buffer.from(message).toString() : message;
    this.code_message = text || phraseOf(code);
  }

  /** Replaces all values of that name. */
  setHeader(name: string, value: HeaderValue): void {
    this.responseHeaders.setRawHeaders(name, [value]);
  }

  /**
   * When the content was last changed, in seconds; rounded up, and of several the latest counts.
   *
   * @returns CACHED if the client has it already; the response is a 304 then, and should have no body
   */
  setLastModified(when: number): typeof CACHED | null {
    if (!Number.isFinite(when)) throw new TypeError(`a time is a number of seconds, not ${String(when)}`);
    this.lastModified = Math.max(this.lastModified ?? -Infinity, Math.ceil(when));
    if (!isUnmodifiedSince(this.getHeader("if-modified-since"), this.lastModified)) return null;
    this.setResponseCode(304);
    return CACHED;
  }

  /**
   * What tells this content from any other, with its quotes.
   *
   * @returns CACHED if the client has it already; the response is a 304 then, or a 412 for methods other than GET
   * and HEAD, and should have no body
   */
  setETag(etag: string): typeof CACHED | null {
    if (etag !== "") this.etag = etag;
    if (!isTagNamed(this.getHeader("if-none-match"), etag)) return null;
    this.setResponseCode(this.method === "GET" || this.method === "HEAD" ? 304 : 412);
    return CACHED;
  }

  /**
   * Adds a Set-Cookie field. twisted.web's keyword arguments are the fields of `options`; in its order they may also
   * be given one by one.
   *
   * @throws RangeError for another sameSite than lax, strict, and, of a secure cookie, none
   */
  addCookie(name: string | Uint8Array, value: string | Uint8Array, ...attributes: CookieArguments): void {
    this.cookies.push(formatCookie(name, value, cookieOptions(attributes)));
  }

  /** 302 to `url`, as it is. Neither writes nor finishes. */
  redirect(url: string): void {
    this.setResponseCode(302);
    this.setHeader("location", url);
  }

  /** What the application has set, as it goes on the wire. */
  responseFields(): [name: string, octets: string][] {
    const { responseHeaders, lastModified, etag } = this;
    if (lastModified !== null && !responseHeaders.hasHeader("last-modified")) {
      responseHeaders.setOctets("last-modified", datetimeToString(lastModified));
    }
    if (etag !== null) responseHeaders.setRawHeaders("etag", [etag]);
    const fields = responseHeaders.octets();
    for (const cookie of this.cookies) fields.push(["Set-Cookie", withoutControls(encodeText(cookie))]);
    return fields;
  }
}
