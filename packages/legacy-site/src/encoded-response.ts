/**
 * A response with its content encoded on the way. Flows under back-pressure in both directions, and as soon as
 * nothing more comes for now, everything that came is sent: an event stream stays one.
 */
import { Transform } from "node:stream";
import {
  BodyDone,
  bodyOf,
  discardBody,
  Headers,
  UNKNOWN_LENGTH,
  type BodyEnd,
  type IBodyTransport,
  type IProtocol,
  type IResponse,
} from "@headgate/core";
import { ContentEncoder, type RequestEncoder, type IRequestEncoder } from "./content-encoder";

const CODES_WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

export class EncodedResponse implements IResponse {
  readonly code: number;
  readonly phrase?: string;
  readonly headers: Headers;
  readonly length = UNKNOWN_LENGTH;
  readonly trailers?: () => Headers | PromiseLike<Headers>;
  readonly #response: IResponse;
  readonly #encoder: RequestEncoder;
  readonly #isHead: boolean;

  /** @param isHead the client reads no content: none is encoded */
  constructor(response: IResponse, encoder: RequestEncoder, isHead: boolean) {
    this.code = response.code;
    if (response.phrase !== undefined) this.phrase = response.phrase;
    const { trailers } = response;
    if (trailers !== undefined) this.trailers = () => trailers.call(response);
    this.headers = new Headers(response.headers);
    this.headers.delete("content-length");
    this.#response = response;
    this.#encoder = encoder;
    this.#isHead = isHead;
  }

  deliverBody(protocol: IProtocol): void {
    const response = this.#response;
    if (this.#isHead || CODES_WITHOUT_CONTENT.has(this.code)) {
      response.deliverBody(protocol);
      return;
    }
    const stream = streamOf(this.#encoder);
    bodyOf(stream).deliverBody(protocol);
    if (stream.destroyed) discardBody(response);
    else response.deliverBody(new EncoderFeed(stream, this.#encoder));
  }
}

function streamOf(encoder: RequestEncoder): Transform {
  return encoder instanceof ContentEncoder ? encoder.makeStream() : new EncoderStream(encoder);
}

/** An encoder of an application as a stream. */
class EncoderStream extends Transform {
  readonly #encoder: IRequestEncoder;

  constructor(encoder: IRequestEncoder) {
    super();
    this.#encoder = encoder;
  }

  override _transform(data: Buffer, _encoding: string, callback: (error: Error | null) => void): void {
    this.#give(() => this.#encoder.encode(data), callback);
  }

  override _flush(callback: (error: Error | null) => void): void {
    this.#give(() => this.#encoder.finish(), callback);
  }

  #give(produce: () => Uint8Array | string, callback: (error: Error | null) => void): void {
    try {
      this.push(produce());
      callback(null);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** From the resource's body into the stream. */
class EncoderFeed implements IProtocol {
  readonly #stream: Transform & { flush?(kind: number): void };
  readonly #flushKind: number | undefined;
  /** Pieces that the stream has not worked off. */
  #pending = 0;
  #hasEnded = false;

  constructor(stream: Transform, encoder: RequestEncoder) {
    this.#stream = stream;
    this.#flushKind = encoder instanceof ContentEncoder ? encoder.flushKind : undefined;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#stream.on("drain", () => transport.resumeProducing());
    this.#stream.on("close", () => {
      if (!this.#hasEnded) transport.stopProducing();
    });
    this.#pause = () => transport.pauseProducing();
  }

  #pause = (): void => {};

  dataReceived(data: Buffer): void {
    this.#pending += 1;
    if (!this.#stream.write(data, this.#worked)) this.#pause();
  }

  readonly #worked = (): void => {
    this.#pending -= 1;
    const isIdle = this.#pending === 0 && !this.#hasEnded && !this.#stream.destroyed;
    if (isIdle && this.#flushKind !== undefined) this.#stream.flush?.(this.#flushKind);
  };

  connectionLost(reason: BodyEnd): void {
    this.#hasEnded = true;
    if (reason instanceof BodyDone) this.#stream.end();
    else this.#stream.destroy(reason);
  }
}
