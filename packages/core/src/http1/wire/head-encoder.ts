/**
 * Heads of responses and interim responses as octets, in latin1 text (RFC 9112 sections 4 and 5).
 *
 * In: status, phrase, fields. Out: status line and field lines, without the blank line, so that the channel can
 * add what is its own (Date, framing, Connection). What was made of one `Headers` is kept with it.
 */
import { InvalidResponse } from "../../errors";
import type { Headers } from "../../fields/headers";

/** Fields that belong to the connection, not to the response (RFC 9110 section 7.6.1). */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A head without what the channel adds, and what the channel has to know of its fields. */
export interface EncodedHead {
  readonly code: number;
  readonly phrase: string;
  readonly minor: 0 | 1;
  /** `HTTP/1.1 200 OK` and field lines, each with CRLF. Without Content-Length if `dropsLength`. */
  readonly text: string;
  readonly hasDate: boolean;
  readonly hasServer: boolean;
  /** The application's own Content-Length, if it is one that can be sent. */
  readonly declaredLength: number | undefined;
  /** The application said `Connection: close`. */
  readonly wantsClose: boolean;
}

function parseLength(value: string): number | undefined {
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Encodes status line and fields; the channel decides about Content-Length, so it is left out here. */
export function encodeHead(minor: 0 | 1, code: number, phrase: string, headers: Headers): EncodedHead {
  const known = headers.encoded as EncodedHead | undefined;
  if (known?.code === code && known.phrase === phrase && known.minor === minor) return known;
  if (!REASON_PHRASE.test(phrase))
    throw new InvalidResponse(`${JSON.stringify(phrase)} can't be a reason phrase`);
  let text = `HTTP/1.${minor} ${code} ${phrase}\r\n`;
  let hasDate = false;
  let hasServer = false;
  let declaredLength: number | undefined;
  let wantsClose = false;
  headers.forEachLine((name, value, spelled) => {
    if (name === "content-length") {
      declaredLength = parseLength(value);
      return;
    }
    if (CONNECTION_FIELDS.has(name)) {
      if (name === "connection" && /(?:^|[,\s])close(?:$|[,\s])/i.test(value)) wantsClose = true;
      return;
    }
    if (name === "date") hasDate = true;
    else if (name === "server") hasServer = true;
    text += `${spelled}: ${value}\r\n`;
  });
  const head: EncodedHead = { code, phrase, minor, text, hasDate, hasServer, declaredLength, wantsClose };
  headers.encoded = head;
  return head;
}

/** A whole interim response (RFC 9110 section 15.2). */
export function encodeInterim(code: number, phrase: string, headers: Headers | undefined): string {
  let text = `HTTP/1.1 ${code} ${phrase}\r\n`;
  headers?.forEachLine((name, value, spelled) => {
    if (name !== "content-length" && !CONNECTION_FIELDS.has(name)) text += `${spelled}: ${value}\r\n`;
  });
  return text + "\r\n";
}
