/** From a parsed head to what an exchange starts with: target, framing, persistence (RFC 9112 sections 3, 6, 9.3). */
import type { Options } from "../options";
import { parseRequestTarget } from "../message/request-target";
import { UNKNOWN_LENGTH } from "../interfaces/message";
import type { ExchangeHead } from "./exchange-roles";
import { ChunkedDecoder } from "./wire/chunked-decoder";
import type { IContentDecoder } from "./wire/content-decoder";
import { FixedLengthDecoder } from "./wire/fixed-length-decoder";
import { CONNECTION_CLOSE } from "./wire/connection-options";
import { CHUNKED } from "./wire/message-framing";
import type { RequestHead } from "./wire/request-head";

/** @throws RemoteProtocolError for a target that is none, or not one for its method */
export function readHead(head: RequestHead, isSecure: boolean): ExchangeHead {
  const target = parseRequestTarget(head.method, head.target);
  const { framing, minor } = head;
  return {
    method: head.method,
    uri: head.target,
    path: target.path,
    query: target.query,
    scheme: target.scheme ?? (isSecure ? "https" : "http"),
    authority: target.authority ?? head.host ?? "",
    httpVersion: minor === 0 ? "1.0" : "1.1",
    upgrade: head.upgrade,
    length: framing === CHUNKED ? UNKNOWN_LENGTH : framing,
    lines: head.fields,
    // HTTP/1.0 connections are never kept (twisted.web); what a 1.0 client says about it is optional to honour.
    isPersistent: minor === 1 && (head.connection & CONNECTION_CLOSE) === 0,
    expectsContinue: minor === 1 && head.expect === "100-continue",
  };
}

/** What decodes the content that follows; undefined if none does. */
export function contentDecoder(head: RequestHead, options: Options): IContentDecoder | undefined {
  if (head.framing === 0) return undefined;
  return head.framing === CHUNKED ? new ChunkedDecoder(options) : new FixedLengthDecoder(head.framing);
}
