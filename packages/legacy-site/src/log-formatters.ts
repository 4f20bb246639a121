/**
 * Lines of the access log (twisted.web.http: combinedLogFormatter, proxiedLogFormatter).
 *
 * What a client sent is escaped as in a double-quoted Python bytes literal, so that it can neither end its
 * field nor forge a line.
 */
import { encodeText } from "./octets";

/** What a log line needs of a request. */
export interface LoggedRequest {
  readonly method: string;
  readonly uri: string;
  readonly clientproto: string;
  readonly code: number;
  /** Octets of the body that were written. */
  readonly sentLength: number;
  readonly requestHeaders: { getRawHeaders(name: string): string[] | undefined };
  getClientAddress(): { readonly type: string; readonly host: string };
}

/** @param timestamp from `datetimeToLogString` */
export type LogFormatter = (timestamp: string, request: LoggedRequest) => string;

/** The combined log format of Apache and NCSA, but with the address quoted. */
export const combinedLogFormatter: LogFormatter = (timestamp, request) => {
  const client = request.getClientAddress();
  return formatLine(timestamp, request, client.type === "TCP" ? client.host : "-");
};

/** The same behind a proxy: the address is the first that X-Forwarded-For names, true or not. */
export const proxiedLogFormatter: LogFormatter = (timestamp, request) => {
  const [forwarded = "-"] = request.requestHeaders.getRawHeaders("x-forwarded-for") ?? [];
  return formatLine(timestamp, request, forwarded.split(",", 1)[0]!.trim());
};

function formatLine(timestamp: string, request: LoggedRequest, address: string): string {
  const header = (name: string): string => request.requestHeaders.getRawHeaders(name)?.at(-1) || "-";
  return [
    quoted(address),
    "- -",
    timestamp,
    quoted(`${request.method} ${request.uri} ${request.clientproto}`),
    request.code,
    request.sentLength || "-",
    quoted(header("referer")),
    quoted(header("user-agent")),
  ].join(" ");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function quoted(text: string): string {
  const escaped = encodeText(text).replace(
    /[\\"\0-\x1f\x7f-\xff]/g,
    (octet) => ESCAPES[octet] ?? `\\x${octet.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}
