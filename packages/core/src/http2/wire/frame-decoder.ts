/**
 * Octets in, frames out (RFC 9113 sections 4 and 6), within limits on frames and field blocks.
 *
 * DATA goes on in pieces as it arrives and is never held. Other frames are read where they lie if they came in one
 * read, and put together if not; field blocks come out whole. Every fault in here ends the connection: section
 * 5.4.1 allows that for the few that concern one stream, and no honest peer commits them.
 */
import { H2ConnectionError } from "../../errors";
import { ErrorCode } from "./error-code";
import { FieldBlock, tooMuchPadding } from "./field-block";
import type { FieldBlockLimits } from "./field-block";
import { Flag, FRAME_HEADER_OCTETS, FrameType } from "./frame";
import type { Frame } from "./frame";
import { checkLayout, isKnownType } from "./frame-layout";
import { readControlFrame } from "./frame-payload";
import type { ControlFrameType } from "./frame-payload";
import { OctetBuffer } from "./octet-buffer";
import { readUint24, readUint31 } from "./uint";

export interface FrameLimits extends FieldBlockLimits {
  /** Our SETTINGS_MAX_FRAME_SIZE. */
  readonly maxFrameOctets: number;
}

/** What the next octet belongs to. */
const Part = { HEADER: 0, PAYLOAD: 1, PAD_LENGTH: 2, DATA: 3, SKIPPED: 4 } as const;
type Part = (typeof Part)[keyof typeof Part];

export class FrameDecoder {
  /** Index of the first octet that the last `feed` did not use. */
  position = 0;
  readonly #limits: FrameLimits;
  readonly #block: FieldBlock;
  #part: Part = Part.HEADER;
  /** Octets of the part that have not come. */
  #missing = FRAME_HEADER_OCTETS;
  /** A part that comes in several reads, as far as it has come. */
  readonly #kept = new OctetBuffer();
  /** Where the part begins in what `#gather` returned. */
  #start = 0;

  #isFirst = true;
  #type = 0;
  #flags = 0;
  #streamId = 0;
  #length = 0;
  /** Octets of padding behind DATA that have not come. */
  #padding = 0;
  /** Octets of DATA that came, count for the windows and were not told: padding, and its length. */
  #untold = 0;

  constructor(limits: FrameLimits) {
    this.#limits = limits;
    this.#block = new FieldBlock(limits);
  }

  /** A frame other than DATA, or a field block, has begun and is not complete. */
  get isInFrame(): boolean {
    if (this.#part === Part.DATA || this.#part === Part.SKIPPED) return false;
    return this.#part !== Part.HEADER || this.#kept.length > 0 || this.#block.streamId !== 0;
  }

  /**
   * The next frame in octets[from..]; undefined when all octets are used and more are needed. After a throw the
   * decoder is of no more use.
   *
   * @throws H2ConnectionError
   */
  feed(octets: Buffer, from: number): Frame | undefined {
    this.position = from;
    for (;;) {
      if (this.#part === Part.DATA) return this.#readData(octets);
      if (this.#part === Part.SKIPPED) return this.#skip(octets);
      const source = this.#gather(octets);
      if (source === undefined) return undefined;
      const frame = this.#readPart(source, this.#start);
      if (frame !== undefined) return frame;
    }
  }

  /** The part under way in one piece, from `#start`; undefined while it is not complete. */
  #gather(octets: Buffer): Buffer | undefined {
    const from = this.position;
    const end = Math.min(octets.length, from + this.#missing);
    this.position = end;
    this.#missing -= end - from;
    this.#start = from;
    if (this.#missing === 0 && this.#kept.length === 0) return octets;
    this.#kept.append(octets, from, end);
    if (this.#missing > 0) return undefined;
    this.#start = 0;
    return this.#kept.take();
  }

  #readPart(octets: Buffer, at: number): Frame | undefined {
    switch (this.#part) {
      case Part.HEADER:
        this.#readHeader(octets, at);
        return undefined;
      case Part.PAD_LENGTH:
        this.#readPadLength(octets[at]!);
        return undefined;
      default:
        return this.#readPayload(octets, at);
    }
  }

  #expect(part: Part, octets: number): void {
    this.#part = part;
    this.#missing = octets;
  }

  #readHeader(octets: Buffer, at: number): void {
    const length = readUint24(octets, at);
    const type = octets[at + 3]!;
    const flags = octets[at + 4]!;
    const streamId = readUint31(octets, at + 5);
    if (length > this.#limits.maxFrameOctets) {
      throw new H2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, `a frame of ${length} octets`);
    }
    this.#checkOrder(type, flags, streamId);
    checkLayout(type, flags, streamId, length);
    this.#type = type;
    this.#flags = flags;
    this.#streamId = streamId;
    this.#length = length;
    if (type !== FrameType.DATA) this.#expect(isKnownType(type) ? Part.PAYLOAD : Part.SKIPPED, length);
    else if ((flags & Flag.PADDED) !== 0) this.#expect(Part.PAD_LENGTH, 1);
    else this.#expect(Part.DATA, length);
  }

  #checkOrder(type: number, flags: number, streamId: number): void {
    if (this.#isFirst && (type !== FrameType.SETTINGS || (flags & Flag.ACK) !== 0)) {
      throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
    }
    this.#isFirst = false;
    const open = this.#block.streamId;
    if (type === FrameType.CONTINUATION ? open === 0 || streamId !== open : open !== 0) {
      throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "CONTINUATION is out of place, or missing");
    }
  }

  #readPayload(octets: Buffer, from: number): Frame | undefined {
    const type = this.#type;
    const flags = this.#flags;
    const end = from + this.#length;
    this.#expect(Part.HEADER, FRAME_HEADER_OCTETS);
    if (type === FrameType.HEADERS) return this.#block.readHeaders(this.#streamId, flags, octets, from, end);
    if (type === FrameType.CONTINUATION) return this.#block.readContinuation(flags, octets, from, end);
    return readControlFrame(type as ControlFrameType, flags, this.#streamId, octets, from, end);
  }

  #readPadLength(padding: number): void {
    if (padding >= this.#length) throw tooMuchPadding();
    this.#padding = padding;
    this.#untold = 1;
    this.#expect(Part.DATA, this.#length - 1 - padding);
  }

  /** What there is of the frame's data, and of the padding behind it. */
  #readData(octets: Buffer): Frame | undefined {
    const from = this.position;
    const end = Math.min(octets.length, from + this.#missing);
    this.#missing -= end - from;
    this.position = Math.min(octets.length, end + this.#padding);
    this.#padding -= this.position - end;
    this.#untold += this.position - from;
    const isComplete = this.#missing === 0 && this.#padding === 0;
    if (end === from && !isComplete) return undefined;

    const flowOctets = this.#untold;
    this.#untold = 0;
    if (isComplete) this.#expect(Part.HEADER, FRAME_HEADER_OCTETS);
    return {
      type: FrameType.DATA,
      streamId: this.#streamId,
      data: from === 0 && end === octets.length ? octets : octets.subarray(from, end),
      flowOctets,
      isEnd: isComplete && (this.#flags & Flag.END_STREAM) !== 0,
    };
  }

  #skip(octets: Buffer): Frame | undefined {
    const end = Math.min(octets.length, this.position + this.#missing);
    this.#missing -= end - this.position;
    this.position = end;
    if (this.#missing > 0) return undefined;
    this.#expect(Part.HEADER, FRAME_HEADER_OCTETS);
    return { type: FrameType.UNKNOWN, streamId: this.#streamId };
  }
}
