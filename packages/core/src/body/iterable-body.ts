/**
 * Iterables as bodies: an async generator, an array, any object with one of the two iterator methods.
 *
 * One `next` at a time, only while the reader waits; a synchronous iterable costs no promise. A reader that
 * stops early calls `return` once, so that the generator's `finally` runs, also if nothing was ever read.
 */
import { isThenable } from "../interfaces/awaitable";
import type { IBodyConsumer, IBodyProducer } from "../interfaces/body-producer";
import type { IBody } from "../interfaces/message";
import { bodyProducer } from "./body-producer";
import type { Piece } from "./octets";

type Pieces = AsyncIterable<Piece> | Iterable<Piece>;

export function iterableBody(pieces: Pieces): IBody {
  return bodyProducer(new IterableProducer(pieces));
}

class IterableProducer implements IBodyProducer {
  readonly #pieces: Pieces;
  #iterator: AsyncIterator<Piece> | Iterator<Piece> | undefined;
  #consumer!: IBodyConsumer;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  startProducing(consumer: IBodyConsumer): void {
    this.#consumer = consumer;
  }

  resumeProducing(): void {
    const result = this.#open().next();
    if (isThenable(result)) result.then(this.#take, this.#fail);
    else this.#take(result);
  }

  stopProducing(): void {
    const returned = this.#open().return?.();
    if (isThenable(returned)) returned.then(undefined, () => {});
  }

  #open(): AsyncIterator<Piece> | Iterator<Piece> {
    const pieces = this.#pieces;
    return (this.#iterator ??=
      Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]());
  }

  readonly #take = (result: IteratorResult<Piece, unknown>): void => {
    if (result.done === true) this.#consumer.finish();
    else this.#consumer.write(result.value);
  };

  readonly #fail = (error: unknown): void => {
    this.#consumer.fail(error);
  };
}
