/** The answer to a head that was no head: there is no request, and so nobody to ask (RFC 9112 section 2.2). */
import type { IChannelContext } from "../channel/channel-context";
import { HeadgateError } from "../errors";
import { reasonPhrase } from "../message/status";

/**
 * The whole message, in latin1 text: status, what was wrong, and `Connection: close`.
 *
 * @param method as far as it is known: to a HEAD the head alone is sent (RFC 9110 section 9.3.2)
 */
export function encodeRefusal(error: unknown, method: string, context: IChannelContext): string {
  const { log, serverHeader } = context.options;
  const isKnown = error instanceof HeadgateError;
  if (!isKnown) log.error("reading a request failed", error);
  const status = isKnown ? (error.status ?? 500) : 500;
  const text = Buffer.from(`${isKnown ? error.message : reasonPhrase(status)}\n`);
  return (
    `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\n` +
    context.date.line +
    (serverHeader === undefined ? "" : `Server: ${serverHeader}\r\n`) +
    `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\n` +
    `Connection: close\r\n\r\n${method === "HEAD" ? "" : text.toString("latin1")}`
  );
}
