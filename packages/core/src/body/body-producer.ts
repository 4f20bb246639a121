/**
 * Makes a body of whatever produces octets: the one pump behind producers, iterables and streams.
 *
 * A push producer writes until it is paused. A pull producer is resumed for each piece, in a loop and not in a
 * recursion, as long as the reader wants one and has got the last.
 */
import { BodyAborted, BodyDone } from "../errors";
import { isThenable } from "../interfaces/awaitable";
import type { IBodyConsumer, IBodyProducer } from "../interfaces/body-producer";
import { UNKNOWN_LENGTH } from "../interfaces/message";
import type { IBody } from "../interfaces/message";
import type { BodyEnd } from "../interfaces/body-end";
import { BodyPipe } from "./body-pipe";
import type { IBodySource } from "./body-pipe";
import { octetsOf } from "./octets";
import type { Piece } from "./octets";

/**
 * A body that `producer` writes when it is read. Used once.
 *
 *     bodyProducer({
 *       startProducing(consumer) {
 *         this.timer = setInterval(() => consumer.write("tick\n"), 1000);
 *       },
 *       pauseProducing() {},
 *       resumeProducing() {},
 *       stopProducing() {
 *         clearInterval(this.timer);
 *       },
 *     })
 */
export function bodyProducer(producer: IBodyProducer): IBody {
  return new ProducerPump(producer).pipe;
}

class ProducerPump implements IBodySource, IBodyConsumer {
  readonly pipe: BodyPipe;
  readonly #producer: IBodyProducer;
  #hasStarted = false;
  /** A pull producer was resumed and has not written since. */
  #isPieceOwed = false;
  #isPulling = false;
  /** The producer has ended or was stopped; it is called no more. */
  #isOver = false;

  constructor(producer: IBodyProducer) {
    this.#producer = producer;
    this.pipe = new BodyPipe(this, producer.length ?? UNKNOWN_LENGTH, 0);
  }

  // ---- IBodyConsumer: what the producer says -----------------------------------------------------------

  write(piece: Piece): void {
    if (this.#isOver) return;
    this.#isPieceOwed = false;
    let data: Buffer;
    try {
      data = octetsOf(piece);
    } catch (error) {
      this.#release();
      this.pipe.end(
        new BodyAborted("the body's producer wrote something else than octets", { cause: error }),
      );
      return;
    }
    this.pipe.write(data);
    if (this.#producer.pauseProducing === undefined) this.#pull();
  }

  finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.pipe.end(BodyDone.instance);
  }

  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.pipe.end(new BodyAborted("the body's producer failed", { cause: error }));
  }

  // ---- IBodySource: what the reader says ---------------------------------------------------------------

  bodyClaimed(): undefined {}

  bodyWanted(): void {
    if (this.#isOver) return;
    try {
      const isStart = !this.#hasStarted;
      if (isStart) this.#start();
      if (this.#producer.pauseProducing === undefined) this.#pull();
      else if (!isStart) this.#producer.resumeProducing();
    } catch (error) {
      this.fail(error);
    }
  }

  bodyUnwanted(): void {
    if (this.#hasStarted && !this.#isOver) this.#producer.pauseProducing?.();
  }

  bodyTaken(): void {}

  bodyEnded(_reason: BodyEnd): void {
    this.#release();
  }

  /** The producer is not to blame. The reader was told: the cause of its BodyAborted is the error. */
  readerFailed(): void {}

  // ---- inside ------------------------------------------------------------------------------------------

  #start(): void {
    this.#hasStarted = true;
    const finished = this.#producer.startProducing(this);
    if (isThenable(finished)) finished.then(this.finish.bind(this), this.fail.bind(this));
  }

  #pull(): void {
    if (this.#isPulling) return;
    this.#isPulling = true;
    try {
      while (!this.#isPieceOwed && !this.#isOver && this.pipe.wantsData) {
        this.#isPieceOwed = true;
        this.#producer.resumeProducing();
      }
    } catch (error) {
      this.fail(error);
    }
    this.#isPulling = false;
  }

  /** Stops the producer, once, unless it has ended by itself. */
  #release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    try {
      this.#producer.stopProducing();
    } catch {
      // Whoever stops a body has no use for why its producer could not let go.
    }
  }
}
