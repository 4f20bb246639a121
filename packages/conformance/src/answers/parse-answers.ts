/** Answers of HTTP/1 out of octets, as a plain client reads them. */
import type { RawAnswer } from "./case";

interface Parsed {
  readonly answer: RawAnswer;
  readonly end: number;
}

const HEAD_END = "\r\n\r\n";

/** The first answer in what was received; undefined: it is not complete. Interim ones are left out. */
export function parseAnswer(text: string, method: string, hasEnded: boolean): Parsed | undefined {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd === -1) return undefined;
  const start = headEnd + HEAD_END.length;
  const [first = "", ...lines] = text.slice(0, headEnd).split("\r\n");
  const [, code, reason = ""] = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(first) ?? [];
  if (code === undefined) throw new Error(`not a status line: ${first.slice(0, 100)}`);
  const status = Number(code);
  if (status < 200) {
    const next = parseAnswer(text.slice(start), method, hasEnded);
    return next && { ...next, end: start + next.end };
  }
  const fields = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const found = parseBody(text, start, { status, method, fields, hasEnded });
  return found && { answer: { status, reason, fields, body: found.body }, end: found.end };
}

interface Framing extends Pick<RawAnswer, "status" | "fields"> {
  readonly method: string;
  readonly hasEnded: boolean;
}

function parseBody(
  text: string,
  start: number,
  { status, method, fields, hasEnded }: Framing,
): { body: string; end: number } | undefined {
  if (method === "HEAD" || status === 204 || status === 304) return { body: "", end: start };
  const valueOf = (wanted: string): string | undefined =>
    fields.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (valueOf("transfer-encoding") === "chunked") return parseChunks(text, start);
  const length = valueOf("content-length");
  const end = length === undefined ? text.length : start + Number(length);
  if (length === undefined ? !hasEnded : text.length < end) return undefined;
  return { body: text.slice(start, end), end };
}

function parseChunks(text: string, start: number): { body: string; end: number } | undefined {
  let body = "";
  for (let at = start; ;) {
    const lineEnd = text.indexOf("\r\n", at);
    if (lineEnd === -1) return undefined;
    const size = parseInt(text.slice(at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (text.length < next) return undefined;
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = next;
    if (size === 0) return { body, end: at };
  }
}
