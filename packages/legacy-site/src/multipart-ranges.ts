/** Several parts of a file in one response (RFC 9110 section 14.6), in the words of twisted.web. */
import { randomBytes } from "node:crypto";
import type { FilePart } from "./byte-ranges";
import type { RangeInfo } from "./static-producers";

export interface MultipartRanges {
  /** Of the whole body. */
  readonly length: number;
  /** Value of Content-Type. */
  readonly type: string;
  readonly rangeInfo: readonly RangeInfo[];
}

/** @param type of the file @param size of the whole file */
export function multipartRanges(parts: readonly FilePart[], type: string, size: number): MultipartRanges {
  const boundary = randomBytes(12).toString("hex");
  const rangeInfo: RangeInfo[] = parts.map((part) => [
    `\r\n--${boundary}\r\nContent-type: ${type}\r\nContent-range: ${contentRange(part, size)}\r\n\r\n`,
    part.offset,
    part.size,
  ]);
  rangeInfo.push([`\r\n--${boundary}--\r\n`, 0, 0]);
  const length = rangeInfo.reduce(
    (sum, [separator, , count]) => sum + Buffer.byteLength(separator) + count,
    0,
  );
  return { length, type: `multipart/byteranges; boundary="${boundary}"`, rangeInfo };
}

/** Value of Content-Range. */
export function contentRange({ offset, size }: FilePart, total: number): string {
  return `bytes ${offset}-${offset + size - 1}/${total}`;
}
