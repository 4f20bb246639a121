/**
 * From decoded fields to what an exchange starts with (RFC 9113 sections 8.3.1 and 8.5, RFC 8441 section 4).
 *
 * Whatever is malformed is an error of the stream and never repaired: somebody behind us may read it over HTTP/1.1.
 */
import { H2StreamError } from "../errors";
import { isAuthority } from "../fields/authority";
import { isToken } from "../fields/field-syntax";
import { UNKNOWN_LENGTH } from "../interfaces/message";
import type { UnknownLength } from "../interfaces/message";
import type { RequestHeadFields } from "../message/request";
import { DEFAULT_PRIORITY, parsePriority } from "./priority";
import type { Priority } from "./priority";
import { ErrorCode } from "./wire/error-code";
import type { RequestFields } from "./wire/field-section";

/** What an exchange starts with. */
export interface ExchangeHead extends RequestHeadFields {
  readonly httpVersion: "2.0";
  /** Flat: lower-case name, value, ... */
  readonly lines: readonly string[];
  /** The client waits for 100 (RFC 9110 section 10.1.1). */
  readonly expectsContinue: boolean;
  readonly priority: Priority;
}

const PATH = /^\/[\x21-\x7e]*$/;
const PORT_AT_END = /:[0-9]+$/;
const DECIMAL = /^[0-9]{1,16}$/;

/** Nearly every request names the host that the one before it named, and that one was checked. */
let lastAuthority = "";

/**
 * @param hasContent END_STREAM has not come with the fields
 * @throws H2StreamError for a malformed request
 * @throws LimitExceeded 431
 */
export function readRequestHead(fields: RequestFields, hasContent: boolean): ExchangeHead {
  if (fields.fault !== undefined) throw malformed(fields.fault);
  if (fields.excess !== undefined) throw fields.excess;
  const method = readMethod(fields);
  const authority = readAuthority(fields);
  const isTunnel = method === "CONNECT" && fields.protocol === undefined;
  const uri = isTunnel ? readTunnelTarget(fields, authority) : readPath(fields, method);
  const mark = uri.indexOf("?");
  return {
    method,
    uri,
    path: isTunnel ? "" : mark === -1 ? uri : uri.slice(0, mark),
    query: mark === -1 ? "" : uri.slice(mark + 1),
    scheme: fields.scheme === "http" ? "http" : "https",
    authority,
    httpVersion: "2.0",
    upgrade: fields.protocol,
    // What follows CONNECT is not content (RFC 9113 section 8.5).
    length: method === "CONNECT" ? 0 : readLength(fields.contentLength, hasContent),
    lines: fields.fields,
    expectsContinue: fields.expect?.toLowerCase() === "100-continue",
    priority: parsePriority(fields.priority),
  };
}

/** What can be said of a request whose fields are past a limit, so that it can be told so. */
export function excessiveHead(fields: RequestFields): ExchangeHead {
  return {
    method: fields.method ?? "GET",
    uri: fields.path ?? "",
    path: "",
    query: "",
    scheme: "https",
    authority: "",
    httpVersion: "2.0",
    upgrade: undefined,
    length: UNKNOWN_LENGTH,
    lines: [],
    expectsContinue: false,
    priority: DEFAULT_PRIORITY,
  };
}

function readMethod({ method, protocol }: RequestFields): string {
  if (method === undefined || !isToken(method)) throw malformed(":method is no token");
  if (protocol !== undefined && method !== "CONNECT") throw malformed(":protocol is for CONNECT");
  return method;
}

function readAuthority({ authority, host }: RequestFields): string {
  const named = authority ?? host ?? "";
  if (named === "" || (named !== lastAuthority && !isAuthority(named))) {
    throw malformed(":authority is not a host with or without a port");
  }
  lastAuthority = named;
  if (host !== undefined && host.toLowerCase() !== named.toLowerCase()) {
    throw malformed(":authority and host differ");
  }
  return named;
}

/** Plain CONNECT names a host and a port, and nothing else (section 8.5). */
function readTunnelTarget({ authority, scheme, path }: RequestFields, target: string): string {
  if (scheme !== undefined || path !== undefined) throw malformed("CONNECT has :scheme or :path");
  if (authority === undefined || !PORT_AT_END.test(target)) throw malformed("CONNECT needs host:port");
  return target;
}

function readPath({ scheme, path }: RequestFields, method: string): string {
  if (scheme !== "https" && scheme !== "http") throw malformed(":scheme is neither http nor https");
  if (path === undefined || !(PATH.test(path) || (path === "*" && method === "OPTIONS"))) {
    throw malformed(":path does not begin with a slash, or is not visible ASCII");
  }
  return path;
}

/** What no field says is known if nothing follows the fields (section 8.1.1). */
function readLength(declared: string | undefined, hasContent: boolean): number | UnknownLength {
  if (declared === undefined) return hasContent ? UNKNOWN_LENGTH : 0;
  const length = DECIMAL.test(declared) ? Number(declared) : NaN;
  if (!Number.isSafeInteger(length)) throw malformed("content-length is not one decimal number");
  if (length > 0 && !hasContent) throw malformed(`${length} octets of content were announced, and none come`);
  return length;
}

function malformed(fault: string): H2StreamError {
  return new H2StreamError(ErrorCode.PROTOCOL_ERROR, fault);
}
