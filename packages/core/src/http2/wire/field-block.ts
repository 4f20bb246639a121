/**
 * HEADERS, and the CONTINUATIONs behind it, as one field block (RFC 9113 sections 4.3, 6.2, 6.10).
 *
 * Octets and frames are both counted: fragments may be empty, and sent for ever (CVE-2024-27316 and its kin).
 */
import { H2ConnectionError } from "../../errors";
import { ErrorCode } from "./error-code";
import { Flag, FrameType } from "./frame";
import type { HeadersFrame } from "./frame";
import { OctetBuffer } from "./octet-buffer";
import { readUint31 } from "./uint";

export interface FieldBlockLimits {
  /** Of an encoded field block. */
  readonly maxFieldBlockOctets: number;
  /** Behind one HEADERS. */
  readonly maxContinuationFrames: number;
}

const PRIORITY_OCTETS = 5;

export class FieldBlock {
  /** The stream of a block that goes on in CONTINUATION; 0 if there is none. */
  streamId = 0;
  #isEnd = false;
  #continuations = 0;
  readonly #fragments = new OctetBuffer();
  readonly #limits: FieldBlockLimits;

  constructor(limits: FieldBlockLimits) {
    this.#limits = limits;
  }

  /** Reads the payload of HEADERS, octets[from..end). undefined: the block goes on. @throws H2ConnectionError */
  readHeaders(
    streamId: number,
    flags: number,
    octets: Buffer,
    from: number,
    end: number,
  ): HeadersFrame | undefined {
    let start = from;
    let stop = end;
    if ((flags & Flag.PADDED) !== 0) stop -= octets[start++]!;
    if ((flags & Flag.PRIORITY) !== 0) {
      checkDependency(streamId, octets, start);
      start += PRIORITY_OCTETS;
    }
    if (stop < start) throw tooMuchPadding();
    this.#isEnd = (flags & Flag.END_STREAM) !== 0;
    if ((flags & Flag.END_HEADERS) !== 0) return this.#complete(streamId, octets, start, stop);
    this.streamId = streamId;
    this.#continuations = 0;
    this.#append(octets, start, stop);
    return undefined;
  }

  /** Reads the payload of CONTINUATION, octets[from..end). undefined: the block goes on. @throws H2ConnectionError */
  readContinuation(flags: number, octets: Buffer, from: number, end: number): HeadersFrame | undefined {
    if (++this.#continuations > this.#limits.maxContinuationFrames) {
      throw new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "a field block comes in too many frames");
    }
    this.#append(octets, from, end);
    if ((flags & Flag.END_HEADERS) === 0) return undefined;
    const { streamId } = this;
    const block = this.#fragments.take();
    this.streamId = 0;
    return this.#complete(streamId, block, 0, block.length);
  }

  #append(octets: Buffer, from: number, end: number): void {
    this.#checkLength(this.#fragments.length + end - from);
    this.#fragments.append(octets, from, end);
  }

  #complete(streamId: number, octets: Buffer, from: number, end: number): HeadersFrame {
    this.#checkLength(end - from);
    return { type: FrameType.HEADERS, streamId, octets, from, end, isEnd: this.#isEnd };
  }

  #checkLength(octets: number): void {
    const { maxFieldBlockOctets } = this.#limits;
    if (octets <= maxFieldBlockOctets) return;
    const message = `a field block is longer than ${maxFieldBlockOctets} octets`;
    throw new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, message);
  }
}

/** The tree of RFC 7540 is not built, but a stream that depends on itself was never allowed (its section 5.3.1). */
export function checkDependency(streamId: number, octets: Buffer, at: number): void {
  if (readUint31(octets, at) !== streamId) return;
  throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, `stream ${streamId} depends on itself`);
}

export function tooMuchPadding(): H2ConnectionError {
  return new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "padding is longer than its frame");
}
