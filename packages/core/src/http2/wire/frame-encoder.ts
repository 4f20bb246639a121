/**
 * The frames that a server sends (RFC 9113 section 6), written one behind the other into an `OctetWriter`.
 *
 * A field block is written in place: `beginFieldBlock` leaves room for the frame header, the HPACK encoder writes
 * behind it, `endFieldBlock` fills the room in once the length is known.
 */
import { Flag, FRAME_HEADER_OCTETS, FrameType, MIN_FRAME_LIMIT } from "./frame";
import type { OctetWriter } from "./octet-writer";

export class FrameEncoder {
  /** The peer's SETTINGS_MAX_FRAME_SIZE. */
  maxFrameOctets: number = MIN_FRAME_LIMIT;
  readonly #out: OctetWriter;
  #blockFrom = 0;

  constructor(out: OctetWriter) {
    this.#out = out;
  }

  /** @param content at most `maxFrameOctets` */
  data(streamId: number, content: Uint8Array, isEnd: boolean): void {
    this.dataHeader(streamId, content.length, isEnd);
    this.#out.write(content);
  }

  /** As `data`, the content given as text of characters U+0000 to U+00FF. */
  dataLatin1(streamId: number, content: string, isEnd: boolean): void {
    this.dataHeader(streamId, content.length, isEnd);
    this.#out.writeLatin1(content);
  }

  /** The header of a DATA frame whose content the caller sends on its own, uncopied. */
  dataHeader(streamId: number, octets: number, isEnd: boolean): void {
    this.#header(octets, FrameType.DATA, isEnd ? Flag.END_STREAM : 0, streamId);
  }

  beginFieldBlock(): void {
    this.#out.reserve(FRAME_HEADER_OCTETS);
    this.#blockFrom = this.#out.length;
    this.#out.length += FRAME_HEADER_OCTETS;
  }

  /** HEADERS of what was written since `beginFieldBlock`, and CONTINUATIONs where one frame can't hold it. */
  endFieldBlock(streamId: number, isEnd: boolean): void {
    const from = this.#blockFrom + FRAME_HEADER_OCTETS;
    const flags = isEnd ? Flag.END_STREAM : 0;
    if (this.#out.length - from <= this.maxFrameOctets) {
      const octets = this.#out.length - from;
      this.#headerAt(this.#blockFrom, octets, FrameType.HEADERS, flags | Flag.END_HEADERS, streamId);
      return;
    }
    const block = Buffer.from(this.#out.octets.subarray(from, this.#out.length));
    this.#out.length = this.#blockFrom;
    this.#fragments(block, flags, streamId);
  }

  /** Takes back what was written since `beginFieldBlock`. */
  dropFieldBlock(): void {
    this.#out.length = this.#blockFrom;
  }

  rstStream(streamId: number, errorCode: number): void {
    this.#header(4, FrameType.RST_STREAM, 0, streamId);
    this.#out.writeUint32(errorCode);
  }

  /** @param entries flat: identifier, value, ... */
  settings(entries: readonly number[]): void {
    this.#header(entries.length * 3, FrameType.SETTINGS, 0, 0);
    for (let i = 0; i < entries.length; i += 2) {
      this.#out.writeUint16(entries[i]!);
      this.#out.writeUint32(entries[i + 1]!);
    }
  }

  settingsAck(): void {
    this.#header(0, FrameType.SETTINGS, Flag.ACK, 0);
  }

  /** @param opaque eight octets */
  ping(opaque: Uint8Array, isAck: boolean): void {
    this.#header(8, FrameType.PING, isAck ? Flag.ACK : 0, 0);
    this.#out.write(opaque);
  }

  /** @param message for whoever debugs the peer, in ASCII */
  goAway(lastStreamId: number, errorCode: number, message = ""): void {
    this.#header(8 + message.length, FrameType.GOAWAY, 0, 0);
    this.#out.writeUint32(lastStreamId);
    this.#out.writeUint32(errorCode);
    this.#out.writeLatin1(message);
  }

  /** @param streamId 0 for the connection */
  windowUpdate(streamId: number, increment: number): void {
    this.#header(4, FrameType.WINDOW_UPDATE, 0, streamId);
    this.#out.writeUint32(increment);
  }

  #fragments(block: Buffer, flags: number, streamId: number): void {
    const size = this.maxFrameOctets;
    for (let at = 0; at < block.length; at += size) {
      const fragment = block.subarray(at, at + size);
      const endFlag = at + size >= block.length ? Flag.END_HEADERS : 0;
      if (at === 0) this.#header(fragment.length, FrameType.HEADERS, flags, streamId);
      else this.#header(fragment.length, FrameType.CONTINUATION, endFlag, streamId);
      this.#out.write(fragment);
    }
  }

  #header(octets: number, type: number, flags: number, streamId: number): void {
    this.#out.reserve(FRAME_HEADER_OCTETS);
    this.#headerAt(this.#out.length, octets, type, flags, streamId);
    this.#out.length += FRAME_HEADER_OCTETS;
  }

  #headerAt(at: number, octets: number, type: number, flags: number, streamId: number): void {
    const out = this.#out.octets;
    out[at] = octets >>> 16;
    out[at + 1] = octets >>> 8;
    out[at + 2] = octets;
    out[at + 3] = type;
    out[at + 4] = flags;
    out[at + 5] = streamId >>> 24;
    out[at + 6] = streamId >>> 16;
    out[at + 7] = streamId >>> 8;
    out[at + 8] = streamId;
  }
}
