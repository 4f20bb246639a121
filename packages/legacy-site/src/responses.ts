/**
 * Status codes and the phrases that twisted.web 22.4 sends with them (twisted.web._responses), its own spelling
 * and its gaps included: who compares phrases, compares these.
 */
export const RESPONSES: ReadonlyMap<number, string> = new Map([
  [100, "Continue"],
  [101, "Switching Protocols"],
  [200, "OK"],
  [201, "Created"],
  [202, "Accepted"],
  [203, "Non-Authoritative Information"],
  [204, "No Content"],
  [205, "Reset Content."],
  [206, "Partial Content"],
  [207, "Multi-Status"],
  [300, "Multiple Choices"],
  [301, "Moved Permanently"],
  [302, "Found"],
  [303, "See Other"],
  [304, "Not Modified"],
  [305, "Use Proxy"],
  [307, "Temporary Redirect"],
  [308, "Permanent Redirect"],
  [400, "Bad Request"],
  [401, "Unauthorized"],
  [402, "Payment Required"],
  [403, "Forbidden"],
  [404, "Not Found"],
  [405, "Method Not Allowed"],
  [406, "Not Acceptable"],
  [407, "Proxy Authentication Required"],
  [408, "Request Time-out"],
  [409, "Conflict"],
  [410, "Gone"],
  [411, "Length Required"],
  [412, "Precondition Failed"],
  [413, "Request Entity Too Large"],
  [414, "Request-URI Too Long"],
  [415, "Unsupported Media Type"],
  [416, "Requested Range not satisfiable"],
  [417, "Expectation Failed"],
  [500, "Internal Server Error"],
  [501, "Not Implemented"],
  [502, "Bad Gateway"],
  [503, "Service Unavailable"],
  [504, "Gateway Time-out"],
  [505, "HTTP Version not supported"],
  [507, "Insufficient Storage Space"],
  [510, "Not Extended"],
]);

export function phraseOf(code: number): string {
  return RESPONSES.get(code) ?? "Unknown Status";
}

/** Codes whose responses have no body; what is written to them is dropped. */
export const NO_BODY_CODES: ReadonlySet<number> = new Set([204, 304]);

/** Methods that are answered with 405 where a resource lacks them; any other is answered with 501. */
export const supportedMethods = ["GET", "HEAD", "POST"] as const;
