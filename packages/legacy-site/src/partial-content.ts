/** What is sent of a file by the Range field of a request: all of it, a part, several, or none (RFC 9110 section 14). */
import { isTooMuch, parseRanges, partOf, type FilePart } from "./byte-ranges";
import { contentRange, multipartRanges } from "./multipart-ranges";
import type { Request } from "./request";
import {
  MultipleRangeStaticProducer,
  NoRangeStaticProducer,
  SingleRangeStaticProducer,
  type IReadableFile,
} from "./static-producers";

/** What writes a file to a request, once it is started. */
export interface IStartable {
  start(): void;
}

export interface SelectedContent {
  readonly code: 200 | 206 | 416;
  /** That say which part it is. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Of what has the type and the encoding of the file; undefined: `fields` say all. */
  readonly length: number | undefined;
  producer(request: Request, file: IReadableFile): IStartable;
}

/**
 * @param range value of the field; null: all is wanted
 * @param size of the file, in octets @param type of the file
 */
export function selectContent(range: string | null, size: number, type: string): SelectedContent {
  const ranges = range === null ? undefined : parseRanges(range);
  const parts = ranges?.map((asked) => partOf(asked, size)).filter((part) => part !== undefined);
  if (parts === undefined || isTooMuch(parts, size)) return whole(size);
  const [part] = parts;
  if (part === undefined) return nothing(size);
  return ranges?.length === 1 ? onePart(part, size) : severalParts(parts, size, type);
}

function whole(size: number): SelectedContent {
  return {
    code: 200,
    fields: [],
    length: size,
    producer: (request, file) => new NoRangeStaticProducer(request, file, size),
  };
}

function nothing(size: number): SelectedContent {
  return {
    code: 416,
    fields: [["content-range", `bytes */${size}`]],
    length: 0,
    producer: (request, file) => new SingleRangeStaticProducer(request, file, 0, 0),
  };
}

function onePart(part: FilePart, size: number): SelectedContent {
  return {
    code: 206,
    fields: [["content-range", contentRange(part, size)]],
    length: part.size,
    producer: (request, file) => new SingleRangeStaticProducer(request, file, part.offset, part.size),
  };
}

function severalParts(parts: readonly FilePart[], size: number, fileType: string): SelectedContent {
  const { length, type, rangeInfo } = multipartRanges(parts, fileType, size);
  return {
    code: 206,
    fields: [
      ["content-type", type],
      ["content-length", `${length}`],
    ],
    length: undefined,
    producer: (request, file) => new MultipleRangeStaticProducer(request, file, rangeInfo),
  };
}
