/**
 * WHATWG streams as bodies: one `read` at a time, only while the reader waits.
 *
 * The stream is locked by the first read; it is cancelled when its reader stops, also before anything was read.
 */
import type { IBodyConsumer, IBodyProducer } from "../interfaces/body-producer";
import type { IBody } from "../interfaces/message";
import { bodyProducer } from "./body-producer";
import type { Piece } from "./octets";

type ReadResult = Awaited<ReturnType<ReadableStreamDefaultReader<Piece>["read"]>>;

export function webStreamBody(stream: ReadableStream<Piece>): IBody {
  return bodyProducer(new WebStreamProducer(stream));
}

class WebStreamProducer implements IBodyProducer {
  readonly #stream: ReadableStream<Piece>;
  #reader: ReadableStreamDefaultReader<Piece> | undefined;
  #consumer!: IBodyConsumer;

  constructor(stream: ReadableStream<Piece>) {
    this.#stream = stream;
  }

  startProducing(consumer: IBodyConsumer): void {
    this.#consumer = consumer;
    this.#reader = this.#stream.getReader();
  }

  resumeProducing(): void {
    this.#reader?.read().then(this.#take, this.#fail);
  }

  stopProducing(): void {
    (this.#reader ?? this.#stream).cancel().catch(() => {});
  }

  readonly #take = (result: ReadResult): void => {
    if (result.done) this.#consumer.finish();
    else this.#consumer.write(result.value);
  };

  readonly #fail = (error: unknown): void => {
    this.#consumer.fail(error);
  };
}
