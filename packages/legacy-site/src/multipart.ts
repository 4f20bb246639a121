/**
 * multipart/form-data (RFC 7578), as twisted.web reads it: names and values; file names and types are dropped.
 *
 * Lenient where 22.4 is: lines may end in LF alone, a body that breaks off counts, a part without a name is
 * skipped. Linear: the body is passed over once, and a boundary can only match at the start of a line.
 */
import { LimitExceeded, MalformedBody } from "@headgate/core";
import { isBlank, parseParameterizedValue } from "./header-parameters";

export interface MultipartLimits {
  readonly maxParts: number;
  readonly maxPartHeaderOctets: number;
}

export interface FormPart {
  /** Octets. */
  readonly name: string;
  /** A view into the body. */
  readonly value: Buffer;
}

interface Delimiter {
  readonly isLast: boolean;
  /** Where the line break before it starts. */
  readonly start: number;
  /** Where the next line starts. */
  readonly end: number;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const DISPOSITION = /^content-disposition:/i;
/** RFC 2046 section 5.1.1, and no more of it than readers of the field agree on. */
const BOUNDARY = /^[ -~]{0,69}[!-~]$/;

/** @param boundary the parameter of the media type; absent or impossible: MalformedBody */
export function parseMultipart(
  body: Buffer,
  boundary: string | undefined,
  { maxParts, maxPartHeaderOctets }: MultipartLimits,
): FormPart[] {
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    throw new MalformedBody("multipart/form-data needs a boundary of 1 to 70 characters");
  }
  const marker = Buffer.from(`--${boundary}`, "latin1");
  const parts: FormPart[] = [];
  let delimiter = nextDelimiter(body, marker, 0);
  for (let count = 1; !delimiter.isLast; count++) {
    if (count > maxParts) throw new LimitExceeded("maxFormParts", `more than ${maxParts} parts`);
    const start = endOfPartHeader(body, delimiter.end, maxPartHeaderOctets);
    const name = nameOfPart(body.toString("latin1", delimiter.end, start));
    delimiter = nextDelimiter(body, marker, start);
    if (name !== undefined)
      parts.push({ name, value: body.subarray(start, Math.max(start, delimiter.start)) });
  }
  return parts;
}

/** The next line that is the marker, with or without `--` behind it. The end of the body counts as the last. */
function nextDelimiter(body: Buffer, marker: Buffer, from: number): Delimiter {
  for (let at = from; at < body.length; at++) {
    // From `at` on we stand at the start of a line: of the first one, or behind an LF.
    if (body[at] === DASH && startsWith(body, marker, at)) {
      const after = at + marker.length;
      const isLast = body[after] === DASH && body[after + 1] === DASH;
      const end = endOfBlankLine(body, isLast ? after + 2 : after);
      if (end !== undefined) return { isLast, start: startOfLineBreak(body, at), end };
    }
    while (at < body.length && body[at] !== LF) at++;
  }
  return { isLast: true, start: startOfLineBreak(body, body.length), end: body.length };
}

function startsWith(body: Buffer, marker: Buffer, at: number): boolean {
  for (let offset = 0; offset < marker.length; offset++) {
    if (body[at + offset] !== marker[offset]) return false;
  }
  return true;
}

/** Where the next line starts, if nothing but blanks stands on the rest of this one. */
function endOfBlankLine(body: Buffer, from: number): number | undefined {
  let at = from;
  while (at < body.length && body[at] !== LF && isBlank(body[at]!)) at++;
  if (at === body.length) return at;
  return body[at] === LF ? at + 1 : undefined;
}

/** The line break before a delimiter belongs to the delimiter, and so does the last one of all. */
function startOfLineBreak(body: Buffer, at: number): number {
  if (body[at - 1] !== LF) return at;
  return body[at - 2] === CR ? at - 2 : at - 1;
}

/** Where the content starts: behind the first blank line, or at the end of the body. */
function endOfPartHeader(body: Buffer, from: number, limit: number): number {
  for (let lineStart = from; lineStart < body.length;) {
    const lineFeed = body.indexOf(LF, lineStart);
    const next = lineFeed === -1 ? body.length : lineFeed + 1;
    if (next - from > limit)
      throw new LimitExceeded("maxPartHeaderOctets", `a part header over ${limit} octets`);
    if (endOfBlankLine(body, lineStart) === next) return next;
    lineStart = next;
  }
  return body.length;
}

/** From the first Content-Disposition. The header ends early at a line that is no field. */
function nameOfPart(header: string): string | undefined {
  const lines = header.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/);
  const end = lines.findIndex((line) => !/^(?:[!-9;-~]*:|[ \t])/.test(line));
  const disposition = lines.slice(0, end === -1 ? lines.length : end).find((line) => DISPOSITION.test(line));
  if (disposition === undefined) return undefined;
  return parseParameterizedValue(disposition.slice(disposition.indexOf(":") + 1)).parameters.get("name");
}
