/** Drives a content decoder over slices, as a connection would. */
import { ChunkedDecoder } from "../../src/http1/wire/chunked-decoder";
import type { ChunkedLimits } from "../../src/http1/wire/chunked-decoder";
import type { IContentDecoder } from "../../src/http1/wire/content-decoder";
import { everySplit } from "./every-split";
import { refusalOf } from "./read-head";

export const CHUNKED_LIMITS: ChunkedLimits = {
  maxChunkLineOctets: 4_096,
  maxTrailerOctets: 16_384,
  maxFieldCount: 100,
};

export interface ContentRead {
  readonly content: string;
  readonly trailers: readonly string[];
  readonly isEnded: boolean;
  /** Octets that were not used. */
  readonly rest: string;
}

export function readContent(slices: readonly Buffer[], decoder: IContentDecoder): ContentRead {
  let content = "";
  let rest = "";
  for (const slice of slices) {
    let at = 0;
    let piece: Buffer | undefined;
    while ((piece = decoder.decode(slice, at)) !== undefined) {
      expect(piece.length).toBeGreaterThan(0);
      expect(decoder.position).toBeGreaterThan(at);
      content += piece.toString("latin1");
      at = decoder.position;
    }
    expect(decoder.isEnded || decoder.position === slice.length).toBe(true);
    rest += slice.toString("latin1", decoder.position);
  }
  return { content, trailers: decoder.trailers, isEnded: decoder.isEnded, rest };
}

/** Reads chunked content in every split, which must make no difference. */
export function readChunked(octets: Buffer, limits = CHUNKED_LIMITS): ContentRead {
  const whole = readContent([octets], new ChunkedDecoder(limits));
  for (const slices of everySplit(octets)) {
    expect(readContent(slices, new ChunkedDecoder(limits))).toEqual(whole);
  }
  return whole;
}

/** Chunked content that is refused in every split. */
export function wantChunkedRefusal(octets: Buffer, message = /./, limits = CHUNKED_LIMITS): void {
  for (const slices of everySplit(octets)) {
    const refusal = refusalOf(() => readContent(slices, new ChunkedDecoder(limits)));
    expect(refusal).toMatch(/^400 /);
    expect(refusal).toMatch(message);
  }
}
