/**
 * Node's readable streams as bodies, by their shape: the core imports no stream.
 *
 * A push producer on `data`, so no promise per piece. The stream is destroyed when its reader stops, also before
 * anything was read. Errors are listened for from the start: one that comes before anybody reads is kept, not thrown.
 */
import type { IBodyConsumer, IBodyProducer } from "../interfaces/body-producer";
import type { IBody } from "../interfaces/message";
import { bodyProducer } from "./body-producer";
import type { Piece } from "./octets";

/** What a body needs of a `node:stream` Readable. */
export interface NodeReadable {
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
  on(event: string, listener: (argument: never) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

export function readableBody(stream: NodeReadable): IBody {
  return bodyProducer(new ReadableProducer(stream));
}

class ReadableProducer implements IBodyProducer {
  readonly #stream: NodeReadable;
  #consumer: IBodyConsumer | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(stream: NodeReadable) {
    this.#stream = stream;
    stream.on("error", this.#failed);
  }

  startProducing(consumer: IBodyConsumer): void {
    const stream = this.#stream;
    this.#consumer = consumer;
    if (this.#failure !== undefined) consumer.fail(this.#failure.error);
    else if (stream.readableEnded === true) consumer.finish();
    else if (stream.destroyed === true) this.#closed();
    else {
      stream.on("data", this.#received);
      stream.on("end", this.#ended);
      stream.on("close", this.#closed);
      stream.resume();
    }
  }

  pauseProducing(): void {
    this.#stream.pause();
  }

  resumeProducing(): void {
    this.#stream.resume();
  }

  stopProducing(): void {
    this.#stream.destroy();
  }

  readonly #received = (piece: Piece): void => {
    this.#consumer?.write(piece);
  };

  readonly #ended = (): void => {
    this.#consumer?.finish();
  };

  readonly #failed = (error: unknown): void => {
    this.#failure ??= { error };
    this.#consumer?.fail(error);
  };

  /** Harmless after the end. */
  readonly #closed = (): void => {
    this.#consumer?.fail(new Error("the stream was destroyed before its end"));
  };
}
