/**
 * A client of HTTP/2 in memory: requests go in, real frames go over a transport, answers come out as far as they have
 * come. It says what it is told to and judges nothing; credit for what it has received goes back at once, unless it
 * was made to keep its windows shut.
 */
import { H2ConnectionError } from "../errors";
import type { FieldValue } from "../fields/headers-init";
import { FrameType, type DataFrame, type Frame } from "../http2/wire/frame";
import { FrameDecoder } from "../http2/wire/frame-decoder";
import { FrameEncoder } from "../http2/wire/frame-encoder";
import { HpackDecoder } from "../http2/wire/hpack-decoder";
import { HpackEncoder } from "../http2/wire/hpack-encoder";
import { OctetWriter } from "../http2/wire/octet-writer";
import { CONNECTION_PREFACE } from "../http2/wire/preface";
import { INITIAL_WINDOW_OCTETS, Setting } from "../http2/wire/settings";
import type { StringTransport } from "./string-transport";

/** A field section, in order. */
export type FieldLines = readonly (readonly [name: string, value: string])[];

/** What has come of one stream. */
export class Http2Answer {
  readonly interim: { readonly code: number; readonly fields: FieldLines }[] = [];
  code: number | undefined = undefined;
  fields: FieldLines = [];
  readonly content: Buffer[] = [];
  trailers: FieldLines = [];
  isComplete = false;
  /** RST_STREAM, or the connection's end before the answer's. */
  resetCode: number | undefined = undefined;
  /** What the server still lets us send. */
  window = INITIAL_WINDOW_OCTETS;

  get body(): Buffer {
    return Buffer.concat(this.content);
  }
}

export interface Http2ClientOptions {
  /** SETTINGS_INITIAL_WINDOW_SIZE for answers. */
  readonly windowOctets?: number;
  /** No credit is given back. */
  readonly keepsCredit?: boolean;
}

const RECEIVE_LIMITS = {
  maxFrameOctets: 2 ** 24 - 1,
  maxFieldBlockOctets: 2 ** 20,
  maxContinuationFrames: 64,
};

export class Http2Client {
  readonly transport: StringTransport;
  /** Every frame that came, in order; octets of HEADERS are gone. */
  readonly frames: Frame[] = [];
  readonly answers = new Map<number, Http2Answer>();
  /** What GOAWAY said last. */
  goAway: { readonly lastStreamId: number; readonly errorCode: number } | undefined = undefined;
  /** What the server still lets us send on the connection. */
  window = INITIAL_WINDOW_OCTETS;
  readonly #options: Http2ClientOptions;
  readonly #out = new OctetWriter();
  readonly #encoder = new FrameEncoder(this.#out);
  readonly #hpackEncoder = new HpackEncoder(this.#out);
  readonly #decoder = new FrameDecoder(RECEIVE_LIMITS);
  readonly #hpackDecoder = new HpackDecoder(4096);
  /** Octets that came, by stream, for which no credit was given back. */
  readonly #credit = new Map<number, number>();
  readonly #windowOctets: number;
  #readWrites = 0;
  #nextStreamId = 1;

  /** Sends preface and SETTINGS. */
  constructor(transport: StringTransport, options: Http2ClientOptions = {}) {
    this.transport = transport;
    this.#options = options;
    this.#out.write(CONNECTION_PREFACE);
    const { windowOctets } = options;
    this.#windowOctets = windowOctets ?? INITIAL_WINDOW_OCTETS;
    this.#encoder.settings(windowOctets === undefined ? [] : [Setting.INITIAL_WINDOW_SIZE, windowOctets]);
    this.flush();
  }

  // ---- sending -----------------------------------------------------------------------------------------

  /** HEADERS of a new stream; pseudo-header fields first, as they are given. */
  request(fields: Iterable<readonly [name: string, value: FieldValue]>, isEnd: boolean): number {
    const streamId = this.#nextStreamId;
    this.#nextStreamId += 2;
    this.answers.set(streamId, new Http2Answer());
    this.headers(streamId, fields, isEnd);
    return streamId;
  }

  headers(
    streamId: number,
    fields: Iterable<readonly [name: string, value: FieldValue]>,
    isEnd: boolean,
  ): void {
    this.#encoder.beginFieldBlock();
    this.#hpackEncoder.beginBlock();
    for (const [name, value] of fields) {
      if (name === ":protocol") this.#literal(name, String(value));
      else this.#hpackEncoder.field(name, String(value));
    }
    this.#encoder.endFieldBlock(streamId, isEnd);
    this.flush();
  }

  /** A field that no server sends, so that the encoder does not know it; both texts are short. */
  #literal(name: string, value: string): void {
    this.#out.writeUint8(0);
    for (const text of [name, value]) {
      this.#out.writeUint8(text.length);
      this.#out.writeLatin1(text);
    }
  }

  /** DATA, cut into frames; windows are not looked at. */
  data(streamId: number, content: Uint8Array | string, isEnd: boolean): void {
    const octets = typeof content === "string" ? Buffer.from(content, "latin1") : content;
    let at = 0;
    do {
      const piece = octets.subarray(at, at + this.#encoder.maxFrameOctets);
      at += piece.length;
      this.#encoder.data(streamId, piece, isEnd && at === octets.length);
    } while (at < octets.length);
    const answer = this.answers.get(streamId);
    if (answer !== undefined) answer.window -= octets.length;
    this.window -= octets.length;
    this.flush();
  }

  reset(streamId: number, errorCode: number): void {
    this.#encoder.rstStream(streamId, errorCode);
    this.flush();
  }

  /** Octets as they are. */
  raw(octets: Uint8Array): void {
    this.#out.write(octets);
    this.flush();
  }

  /** Everything since the last call leaves in one read of the server. */
  flush(): void {
    if (this.#out.length > 0) this.transport.feed(this.#out.take());
  }

  // ---- receiving ---------------------------------------------------------------------------------------

  /** Looks at what the server has written since the last call. */
  poll(): this {
    const { writes } = this.transport;
    for (; this.#readWrites < writes.length; this.#readWrites++) this.#read(writes[this.#readWrites]!);
    return this;
  }

  /** The answer to a stream, as far as it has come. */
  answer(streamId: number): Http2Answer {
    this.poll();
    const answer = this.answers.get(streamId);
    if (answer === undefined) throw new Error(`stream ${streamId} was not opened`);
    return answer;
  }

  #read(octets: Buffer): void {
    let at = 0;
    for (let frame; (frame = this.#decoder.feed(octets, at)) !== undefined; at = this.#decoder.position) {
      this.frames.push(frame);
      this.#take(frame);
    }
    this.flush();
  }

  #take(frame: Frame): void {
    switch (frame.type) {
      case FrameType.HEADERS:
        this.#takeFields(frame.streamId, this.#decode(frame.octets, frame.from, frame.end), frame.isEnd);
        return;
      case FrameType.DATA: {
        const answer = this.answers.get(frame.streamId);
        answer?.content.push(Buffer.from(frame.data));
        if (answer !== undefined) answer.isComplete ||= frame.isEnd;
        if (this.#options.keepsCredit !== true) this.#returnCredit(frame);
        return;
      }
      case FrameType.SETTINGS:
        if (!frame.isAck) this.#encoder.settingsAck();
        return;
      case FrameType.PING:
        if (!frame.isAck) this.#encoder.ping(frame.opaque, true);
        return;
      case FrameType.RST_STREAM: {
        const answer = this.answers.get(frame.streamId);
        if (answer !== undefined) answer.resetCode = frame.errorCode;
        return;
      }
      case FrameType.GOAWAY:
        this.goAway = { lastStreamId: frame.lastStreamId, errorCode: frame.errorCode };
        return;
      case FrameType.WINDOW_UPDATE: {
        const answer = this.answers.get(frame.streamId);
        if (frame.streamId === 0) this.window += frame.increment;
        else if (answer !== undefined) answer.window += frame.increment;
        return;
      }
      default:
    }
  }

  /** In batches: a WINDOW_UPDATE for each frame is what a server takes for a flood. */
  #returnCredit({ streamId, flowOctets, isEnd }: DataFrame): void {
    for (const id of isEnd ? [0] : [0, streamId]) {
      const octets = (this.#credit.get(id) ?? 0) + flowOctets;
      const isDue = octets * 2 >= (id === 0 ? INITIAL_WINDOW_OCTETS : this.#windowOctets);
      if (isDue) this.#encoder.windowUpdate(id, octets);
      this.#credit.set(id, isDue ? 0 : octets);
    }
  }

  #decode(octets: Buffer, from: number, end: number): FieldLines {
    const lines: [string, string][] = [];
    this.#hpackDecoder.decode(octets, from, end, {
      fieldReceived: ({ name, value }) => {
        lines.push([name.text, value]);
      },
    });
    return lines;
  }

  #takeFields(streamId: number, lines: FieldLines, isEnd: boolean): void {
    const answer = this.answers.get(streamId);
    if (answer === undefined)
      throw new H2ConnectionError(1, `HEADERS on stream ${streamId}, which nobody opened`);
    answer.isComplete = isEnd;
    const [[first, status] = ["", ""], ...fields] = lines;
    if (first !== ":status") answer.trailers = lines;
    else if (Number(status) < 200) answer.interim.push({ code: Number(status), fields });
    else {
      answer.code = Number(status);
      answer.fields = fields;
    }
  }
}
