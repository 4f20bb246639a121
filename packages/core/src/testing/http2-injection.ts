/** A request injected over HTTP/2, under its windows. */
import { OctetQueue } from "../body/octet-queue";
import { bodyOf } from "../body/body-sources";
import { BodyDone } from "../errors";
import { Headers } from "../fields/headers";
import { ErrorCode } from "../http2/wire/error-code";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import { Http2Client, type FieldLines } from "./http2-client";
import type { IInjection, Injected, InjectOptions } from "./injection";
import type { StringTransport } from "./string-transport";

/** Pseudo-header fields, and the others behind them in lower case; Host becomes :authority. */
function fieldsOf(options: InjectOptions): FieldLines {
  const { method = "GET", target = "/", body } = options;
  const headers = new Headers(options.headers);
  const authority = headers.get("host") ?? "localhost";
  headers.delete("host");
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (bytes instanceof Uint8Array && !headers.has("content-length")) {
    headers.append("content-length", bytes.length);
  }
  const pseudo: FieldLines =
    method === "CONNECT"
      ? [
          [":method", method],
          [":authority", target],
        ]
      : [
          [":method", method],
          [":scheme", "http"],
          [":authority", authority],
          [":path", target],
        ];
  return [...pseudo, ...headers];
}

export class Http2Injection implements IInjection, IProtocol {
  readonly #client: Http2Client;
  readonly #method: string;
  readonly #streamId: number;
  readonly #waiting = new OctetQueue();
  #source: IBodyTransport | undefined = undefined;
  #sourceEnd: BodyEnd | undefined = undefined;
  #hasEnded: boolean;

  constructor(transport: StringTransport, options: InjectOptions) {
    const { body } = options;
    this.#client = new Http2Client(transport);
    this.#method = options.method ?? "GET";
    this.#hasEnded = body === undefined;
    this.#streamId = this.#client.request(fieldsOf(options), this.#hasEnded);
    if (body !== undefined) bodyOf(body).deliverBody(this);
    this.proceed();
  }

  get isOver(): boolean {
    const { transport } = this.#client;
    const isClosed = transport.isDisconnecting || transport.isAborted || transport.hasFinished;
    return isClosed || this.#client.answer(this.#streamId).resetCode !== undefined;
  }

  answer(): Injected | undefined {
    const isOver = this.isOver;
    const { code, fields, trailers, interim, isComplete, body } = this.#client.answer(this.#streamId);
    const isTunnel = this.#method === "CONNECT" && code !== undefined && code < 300;
    if (code === undefined || !(isComplete || isOver || isTunnel)) return undefined;
    return {
      code,
      phrase: "",
      headers: new Headers(fields),
      body,
      trailers: new Headers(trailers),
      interim: interim.map((one) => one.code),
      isComplete: isComplete || isTunnel,
    };
  }

  /** Sends what the windows have room for, and the end behind it. */
  proceed(): void {
    const client = this.#client;
    const answer = client.answer(this.#streamId);
    if (this.#hasEnded || answer.resetCode !== undefined) return;
    while (this.#waiting.octets > 0 && Math.min(client.window, answer.window) > 0) this.#sendPiece();
    if (this.#waiting.octets > 0) return;
    this.#source?.resumeProducing();
    if (this.#sourceEnd === undefined || this.#waiting.octets > 0) return;
    this.#hasEnded = true;
    if (this.#sourceEnd instanceof BodyDone) client.data(this.#streamId, "", true);
    else client.reset(this.#streamId, ErrorCode.CANCEL);
  }

  #sendPiece(): void {
    const client = this.#client;
    const room = Math.min(client.window, client.answer(this.#streamId).window);
    const piece = this.#waiting.shift()!;
    client.data(this.#streamId, piece.subarray(0, room), false);
    if (piece.length > room) this.#waiting.unshift(piece.subarray(room));
    client.poll();
  }

  // ---- IProtocol, for the body's source ----------------------------------------------------------------

  makeConnection(source: IBodyTransport): void {
    this.#source = source;
  }

  dataReceived(data: Buffer): void {
    this.#waiting.push(data);
    this.#source?.pauseProducing();
  }

  connectionLost(reason: BodyEnd): void {
    this.#sourceEnd = reason;
  }
}
