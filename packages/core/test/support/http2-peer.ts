/** A client of HTTP/2 that can send anything, well formed or not, and tells in words what came of it. */
import { errorCodeName } from "../../src/http2/wire/error-code";
import { Flag, FrameType, type Frame } from "../../src/http2/wire/frame";
import {
  Http2Answer,
  Http2Client,
  type FieldLines,
  type Http2ClientOptions,
} from "../../src/testing/http2-client";
import { StringTransport, type StringTransportOptions } from "../../src/testing/string-transport";
import { literal } from "./field-blocks";
import { frame } from "./frames";
import type { Served } from "./serve";

/** A request head, in order. */
export function head(method = "GET", path = "/", ...fields: FieldLines): FieldLines {
  return [
    [":method", method],
    [":scheme", "http"],
    [":authority", "headgate.test"],
    [":path", path],
    ...fields,
  ];
}

/** A field block without indexes and Huffman codes, names and values as they are. */
export function block(lines: FieldLines): Buffer {
  return Buffer.concat(lines.map(([name, value]) => literal(name, value)));
}

const NAMES = new Map(Object.entries(FrameType).map(([name, type]) => [type, name] as const));

/** `HEADERS 1`, `DATA 1 5 END`, `RST_STREAM 3 CANCEL`, `SETTINGS ACK`, ... */
function inWords(one: Frame): string {
  const words: (string | number)[] = [NAMES.get(one.type) ?? "?"];
  if ("streamId" in one) words.push(one.streamId);
  if (one.type === FrameType.DATA) words.push(one.data.length);
  if (one.type === FrameType.WINDOW_UPDATE) words.push(one.increment);
  if (one.type === FrameType.GOAWAY) words.push(one.lastStreamId);
  if ("errorCode" in one) words.push(errorCodeName(one.errorCode));
  if ("isEnd" in one && one.isEnd) words.push("END");
  if ("isAck" in one && one.isAck) words.push("ACK");
  return words.join(" ");
}

export class Http2Peer extends Http2Client {
  #told = 0;

  /** A frame of any kind. */
  frame(type: number, flags: number, streamId: number, payload: Uint8Array | string = ""): this {
    this.raw(frame(type, flags, streamId, payload));
    return this;
  }

  /** HEADERS that open a stream: fields whose octets stay as they are, or a field block. */
  open(streamId: number, fields: FieldLines | Buffer, isEnd = true): this {
    this.answers.set(streamId, new Http2Answer());
    const flags = Flag.END_HEADERS | (isEnd ? Flag.END_STREAM : 0);
    return this.frame(FrameType.HEADERS, flags, streamId, Buffer.isBuffer(fields) ? fields : block(fields));
  }

  /** What came since the last call, in words. */
  news(): string[] {
    this.poll();
    const news = this.frames.slice(this.#told).map(inWords);
    this.#told = this.frames.length;
    return news;
  }

  /** `200 hello`, `reset PROTOCOL_ERROR`, `GOAWAY PROTOCOL_ERROR`, or `open` while nothing is decided. */
  outcome(streamId: number): string {
    const { code, body, isComplete, resetCode } = this.answer(streamId);
    if (isComplete && code !== undefined) return `${code} ${body.toString("latin1")}`.trim();
    if (resetCode !== undefined) return `reset ${errorCodeName(resetCode)}`;
    return this.goAway === undefined ? "open" : this.ending;
  }

  /** How the connection stands: `open`, `GOAWAY NO_ERROR`, ...; `closed` or `aborted` without a word. */
  get ending(): string {
    this.poll();
    if (this.goAway !== undefined) return `GOAWAY ${errorCodeName(this.goAway.errorCode)}`;
    if (this.transport.isAborted) return "aborted";
    return this.transport.isDisconnecting ? "closed" : "open";
  }

  get isClosed(): boolean {
    return this.poll().transport.isDisconnecting;
  }
}

/** A new connection, preface and SETTINGS exchanged; by prior knowledge unless the transport says otherwise. */
export function connect(
  { site }: Served,
  options: StringTransportOptions & Http2ClientOptions = {},
): Http2Peer {
  const transport = new StringTransport(options);
  transport.connect(site.buildProtocol());
  const peer = new Http2Peer(transport, options);
  peer.news();
  return peer;
}
