/** Content of a known length (RFC 9112 section 6.2): as many octets as Content-Length said, whatever they are. */
import { NO_TRAILERS } from "./content-decoder";
import type { IContentDecoder } from "./content-decoder";

export class FixedLengthDecoder implements IContentDecoder {
  position = 0;
  readonly trailers = NO_TRAILERS;
  #remaining: number;

  constructor(length: number) {
    this.#remaining = length;
  }

  get remaining(): number {
    return this.#remaining;
  }

  get isEnded(): boolean {
    return this.#remaining === 0;
  }

  decode(octets: Buffer, from: number): Buffer | undefined {
    const end = Math.min(octets.length, from + this.#remaining);
    this.position = end;
    if (end === from) return undefined;
    this.#remaining -= end - from;
    return from === 0 && end === octets.length ? octets : octets.subarray(from, end);
  }
}
