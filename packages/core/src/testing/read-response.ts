/** Reads HTTP/1.1 responses off the wire, as a client does (RFC 9112 section 6.3): for tests that look at octets. */
import { Headers } from "../fields/headers";

export interface WireResponse {
  readonly code: number;
  readonly phrase: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly trailers: Headers;
  /** false: the connection closed before the body was complete. */
  readonly isComplete: boolean;
}

interface Parsed {
  readonly response: WireResponse;
  readonly end: number;
}

function parseLines(text: string): Headers {
  const headers = new Headers();
  for (const line of text.split("\r\n").filter((candidate) => candidate !== "")) {
    const colon = line.indexOf(":");
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}

/** @returns undefined if the last chunk has not come */
function parseChunks(
  octets: Buffer,
  from: number,
): { body: Buffer; trailers: Headers; end: number } | undefined {
  const pieces: Buffer[] = [];
  let at = from;
  for (;;) {
    const lineEnd = octets.indexOf("\r\n", at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(octets.toString("latin1", at, lineEnd), 16);
    at = lineEnd + 2;
    if (size === 0) break;
    if (octets.length < at + size + 2) return undefined;
    pieces.push(octets.subarray(at, at + size));
    at += size + 2;
  }
  const hasTrailers = octets.toString("latin1", at, at + 2) !== "\r\n";
  const blank = hasTrailers ? octets.indexOf("\r\n\r\n", at) : at - 2;
  if (blank === -1 || octets.length < blank + 4) return undefined;
  const trailers = parseLines(hasTrailers ? octets.toString("latin1", at, blank) : "");
  return { body: Buffer.concat(pieces), trailers, end: blank + 4 };
}

function parseBody(
  octets: Buffer,
  from: number,
  head: Omit<WireResponse, "body" | "trailers" | "isComplete">,
  isHeadOnly: boolean,
  isClosed: boolean,
): Parsed | undefined {
  const trailers = new Headers();
  const { code, headers } = head;
  const rest = octets.subarray(from);
  const cut: Parsed = { response: { ...head, body: rest, trailers, isComplete: false }, end: octets.length };
  if (isHeadOnly || code < 200 || code === 204 || code === 304) {
    return { response: { ...head, body: Buffer.alloc(0), trailers, isComplete: true }, end: from };
  }
  if (headers.get("transfer-encoding") === "chunked") {
    const chunks = parseChunks(octets, from);
    if (chunks === undefined) return isClosed ? cut : undefined;
    return {
      response: { ...head, body: chunks.body, trailers: chunks.trailers, isComplete: true },
      end: chunks.end,
    };
  }
  const length = headers.get("content-length");
  if (length === undefined)
    return isClosed ? { ...cut, response: { ...cut.response, isComplete: true } } : undefined;
  const end = from + Number(length);
  if (octets.length < end) return isClosed ? cut : undefined;
  return { response: { ...head, body: octets.subarray(from, end), trailers, isComplete: true }, end };
}

/**
 * The responses that are whole in `octets`, interim ones too.
 *
 * @param methods of the requests, in order: the answer to HEAD, or to CONNECT where it worked, has no body
 * @param isClosed nothing more comes, so that the last response may end with the connection
 */
export function readResponses(
  octets: Buffer,
  methods: readonly string[] = ["GET"],
  isClosed = false,
): WireResponse[] {
  const responses: WireResponse[] = [];
  let at = 0;
  let answered = 0;
  while (at < octets.length) {
    const blank = octets.indexOf("\r\n\r\n", at);
    if (blank === -1) break;
    const text = octets.toString("latin1", at, blank);
    const lineEnd = text.includes("\r\n") ? text.indexOf("\r\n") : text.length;
    const [, status = "", ...phrase] = text.slice(0, lineEnd).split(" ");
    const head = { code: Number(status), phrase: phrase.join(" "), headers: parseLines(text.slice(lineEnd)) };
    const method = methods[answered] ?? methods[methods.length - 1];
    const isTunnel = method === "CONNECT" && head.code >= 200 && head.code < 300;
    const parsed = parseBody(octets, blank + 4, head, method === "HEAD" || isTunnel, isClosed);
    if (parsed === undefined) break;
    responses.push(parsed.response);
    if (head.code >= 200) answered += 1;
    at = parsed.end;
  }
  return responses;
}
