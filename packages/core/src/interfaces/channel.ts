/**
 * What one exchange sees of the connection that carries it: a parent with the common ground, one child per version.
 * Told apart by `httpVersion`. It is a view: no exchange can touch another one through it.
 */
import type { HeadersInit } from "../fields/headers-init";
import type { IResponse } from "./message";
import type { Address, IProtocol, ITransport } from "./transport";

interface IAnyHTTPChannel {
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  /** Sends a 1xx before the final response (RFC 9110 section 15.2). Nothing to HTTP/1.0; not 101. */
  sendInterim(code: number, headers?: HeadersInit): void;
  /**
   * Switches protocols, at once: 101 for an Upgrade, 200 for CONNECT. Octets that were already read are fed to
   * `protocol` first. Returns the response to return.
   *
   * @throws UpgradeRefused for a request with content, on HTTP/1.0, or without an offer.
   */
  takeOver(protocol: IProtocol<ITransport>, headers?: HeadersInit): IResponse;
  /** Ends the exchange now, unclean: HTTP/1.1 closes the connection, HTTP/2 resets the stream. */
  abort(): void;
}

export interface IHTTP1_1Channel extends IAnyHTTPChannel {
  readonly httpVersion: "1.0" | "1.1";
  /** Whether the connection will take another request after this one, as far as is known now. */
  readonly persistent: boolean;
}

export interface IHTTP2_0Channel extends IAnyHTTPChannel {
  readonly httpVersion: "2.0";
  readonly streamId: number;
  /** RST_STREAM with this error code (RFC 9113 section 7). @throws RangeError for what is no 32-bit number */
  reset(errorCode: number): void;
  /** RFC 9218. */
  readonly priority: { readonly urgency: number; readonly incremental: boolean };
}

export type IHTTPChannel = IHTTP1_1Channel | IHTTP2_0Channel;
