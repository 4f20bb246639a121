/**
 * Content in chunks (RFC 9112 section 7.1): the framing goes, the content stays where it lies.
 *
 * Every line end is CRLF and every size is digits: the places where servers have disagreed about where a
 * message ends.
 */
import { MalformedBody } from "../../errors";
import { ChunkLine } from "./chunk-line";
import { NO_TRAILERS } from "./content-decoder";
import type { IContentDecoder } from "./content-decoder";
import { CR, LF } from "./octet";
import { TinyChunks } from "./tiny-chunks";
import { TrailerSection } from "./trailer-section";
import type { TrailerLimits } from "./trailer-section";

export interface ChunkedLimits extends TrailerLimits {
  /** Of the line before a chunk, without its CRLF. */
  readonly maxChunkLineOctets: number;
}

/** What the next octet belongs to. CHUNK_LINE_BEGUN is CHUNK_LINE where no chunk can begin. */
const Part = {
  CHUNK_LINE: 0,
  CHUNK_LINE_BEGUN: 1,
  DATA: 2,
  DATA_CR: 3,
  DATA_LF: 4,
  TRAILERS: 5,
  END: 6,
} as const;
type Part = (typeof Part)[keyof typeof Part];

const tinyChunks = new TinyChunks();

export class ChunkedDecoder implements IContentDecoder {
  position = 0;
  readonly remaining = undefined;
  readonly #limits: ChunkedLimits;
  readonly #line: ChunkLine;
  #trailerSection: TrailerSection | undefined = undefined;
  #part: Part = Part.CHUNK_LINE;
  /** Octets of the current chunk that have not come. */
  #missing = 0;

  constructor(limits: ChunkedLimits) {
    this.#limits = limits;
    this.#line = new ChunkLine(limits.maxChunkLineOctets);
  }

  get isEnded(): boolean {
    return this.#part === Part.END;
  }

  get trailers(): readonly string[] {
    return this.#trailerSection?.fields ?? NO_TRAILERS;
  }

  decode(octets: Buffer, from: number): Buffer | undefined {
    this.position = from;
    while (this.position < octets.length && this.#part !== Part.END) {
      const piece = this.#step(octets, this.position);
      if (piece !== undefined) return piece;
    }
    return undefined;
  }

  #step(octets: Buffer, at: number): Buffer | undefined {
    if (this.#part === Part.DATA) return this.#takeData(octets, at);
    if (this.#part === Part.CHUNK_LINE) {
      const run = tinyChunks.take(octets, at);
      if (run !== undefined) {
        this.position = tinyChunks.position;
        return run;
      }
    }
    this.#readFraming(octets, at);
    return undefined;
  }

  #readFraming(octets: Buffer, at: number): void {
    switch (this.#part) {
      case Part.DATA_CR:
        this.#expect(CR, octets, at, Part.DATA_LF);
        return;
      case Part.DATA_LF:
        this.#expect(LF, octets, at, Part.CHUNK_LINE);
        return;
      case Part.TRAILERS:
        this.#readTrailers(octets, at);
        return;
      default:
        this.#readChunkLine(octets, at);
    }
  }

  #readChunkLine(octets: Buffer, at: number): void {
    const isComplete = this.#line.read(octets, at);
    this.position = this.#line.position;
    this.#missing = this.#line.size;
    if (!isComplete) this.#part = Part.CHUNK_LINE_BEGUN;
    else this.#part = this.#missing === 0 ? Part.TRAILERS : Part.DATA;
  }

  #takeData(octets: Buffer, from: number): Buffer {
    const end = Math.min(octets.length, from + this.#missing);
    this.position = end;
    this.#missing -= end - from;
    if (this.#missing === 0) this.#part = Part.DATA_CR;
    return from === 0 && end === octets.length ? octets : octets.subarray(from, end);
  }

  #expect(wanted: number, octets: Buffer, at: number, next: Part): void {
    if (octets[at] !== wanted) throw new MalformedBody("a chunk is not followed by CRLF");
    this.position = at + 1;
    this.#part = next;
  }

  #readTrailers(octets: Buffer, at: number): void {
    this.#trailerSection ??= new TrailerSection(this.#limits);
    if (this.#trailerSection.read(octets, at)) this.#part = Part.END;
    this.position = this.#trailerSection.position;
  }
}
