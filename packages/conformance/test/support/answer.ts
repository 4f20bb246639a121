/** Reads answers of HTTP/1.1 out of received octets. Written for these tests alone: the server's parser can't vouch for the server. */

export interface Answer {
  readonly code: number;
  readonly phrase: string;
  /** Names in lower case; a field that came twice is joined with ", ". */
  readonly fields: ReadonlyMap<string, string>;
  /** Content without framing, as latin1. */
  readonly body: string;
  readonly trailers: ReadonlyMap<string, string>;
}

interface Parsed {
  readonly answer: Answer;
  /** Where the next answer begins. */
  readonly end: number;
}

const HEAD_END = "\r\n\r\n";

/**
 * @param hasEnded no more octets will come
 * @returns undefined: not all of it has come yet
 * @throws for what is no answer, or was cut short
 */
export function parseAnswer(octets: string, isToHead: boolean, hasEnded: boolean): Parsed | undefined {
  const headEnd = octets.indexOf(HEAD_END);
  if (headEnd === -1) {
    wantMore(octets, hasEnded);
    return undefined;
  }
  const [statusLine = "", ...lines] = octets.slice(0, headEnd).split("\r\n");
  const [, code, phrase] = /^HTTP\/1\.[01] ([1-9]\d\d) (.*)$/.exec(statusLine) ?? [];
  if (code === undefined || phrase === undefined) throw new Error(`no status line: ${statusLine}`);
  const fields = parseFields(lines);
  const start = headEnd + HEAD_END.length;
  const isBodiless = isToHead || code.startsWith("1") || code === "204" || code === "304";
  const content = isBodiless ? emptyAt(start) : readContent(octets, start, fields, hasEnded);
  if (content === undefined) {
    wantMore(octets, hasEnded);
    return undefined;
  }
  const { body, trailers, end } = content;
  return { answer: { code: Number(code), phrase, fields, body, trailers }, end };
}

interface Content {
  readonly body: string;
  readonly trailers: ReadonlyMap<string, string>;
  readonly end: number;
}

function emptyAt(end: number): Content {
  return { body: "", trailers: new Map(), end };
}

function readContent(
  octets: string,
  start: number,
  fields: ReadonlyMap<string, string>,
  hasEnded: boolean,
): Content | undefined {
  const length = fields.get("content-length");
  if (fields.get("transfer-encoding") === "chunked") {
    if (length !== undefined) throw new Error("both Transfer-Encoding and Content-Length");
    return readChunks(octets, start);
  }
  if (length === undefined) {
    return hasEnded ? { ...emptyAt(octets.length), body: octets.slice(start) } : undefined;
  }
  const end = start + Number(length);
  return end <= octets.length ? { ...emptyAt(end), body: octets.slice(start, end) } : undefined;
}

function readChunks(octets: string, start: number): Content | undefined {
  const pieces: string[] = [];
  for (let at = start; ;) {
    const lineEnd = octets.indexOf("\r\n", at);
    if (lineEnd === -1) return undefined;
    const line = octets.slice(at, lineEnd);
    if (!/^[0-9a-f]+$/i.test(line)) throw new Error(`no chunk size: ${line}`);
    const size = parseInt(line, 16);
    if (size === 0) return readTrailers(octets, lineEnd, pieces.join(""));
    const chunkStart = lineEnd + 2;
    at = chunkStart + size + 2;
    if (octets.length < at) return undefined;
    if (octets.slice(at - 2, at) !== "\r\n") throw new Error("a chunk that is longer than it says");
    pieces.push(octets.slice(chunkStart, at - 2));
  }
}

/** @param lastLineEnd of the line `0` */
function readTrailers(octets: string, lastLineEnd: number, body: string): Content | undefined {
  const end = octets.indexOf(HEAD_END, lastLineEnd);
  if (end === -1) return undefined;
  const lines = octets.slice(lastLineEnd + 2, end).split("\r\n");
  return { body, trailers: parseFields(lines.filter((line) => line !== "")), end: end + HEAD_END.length };
}

function parseFields(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([^:\s]+): (.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no field: ${line}`);
    const before = fields.get(name.toLowerCase());
    fields.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}

function wantMore(octets: string, hasEnded: boolean): void {
  if (hasEnded)
    throw new Error(`the connection ended inside an answer: ${JSON.stringify(octets.slice(0, 200))}`);
}
