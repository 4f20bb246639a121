/** Status codes, their standard reason phrases, and what a status says about content (RFC 9110 section 15). */
const PHRASES: Readonly<Record<number, string>> = {
  100: "Continue",
  101: "Switching Protocols",
  102: "Processing",
  103: "Early Hints",
  200: "OK",
  201: "Created",
  202: "Accepted",
  203: "Non-Authoritative Information",
  204: "No Content",
  205: "Reset Content",
  206: "Partial Content",
  207: "Multi-Status",
  208: "Already Reported",
  226: "IM Used",
  300: "Multiple Choices",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  305: "Use Proxy",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
  506: "Variant Also Negotiates",
  507: "Insufficient Storage",
  508: "Loop Detected",
  511: "Network Authentication Required",
};

/** The standard phrase, or `Unknown`. */
export function reasonPhrase(code: number): string {
  return PHRASES[code] ?? "Unknown";
}

/** Whether a response with this status is followed by another one (RFC 9110 section 15.2). */
export function isInterimStatus(code: number): boolean {
  return Number.isInteger(code) && code >= 100 && code < 200;
}

/** Whether a response with this status answers its request. */
export function isFinalStatus(code: number): boolean {
  return Number.isInteger(code) && code >= 200 && code <= 999;
}

/** 1xx, 204 and 304 end with their head, whatever their fields say (RFC 9110 section 6.4.1). */
export function neverHasContent(code: number): boolean {
  return code < 200 || code === 204 || code === 304;
}

/** Whether `respond` refuses content: 205 may not carry any either, though it is framed (RFC 9110 section 15.3.6). */
export function refusesContent(code: number): boolean {
  return neverHasContent(code) || code === 205;
}
