/**
 * Ties an application's producer to what becomes of its response: paused while the connection is full, stopped
 * once when nobody will read on. A pull producer is resumed once a turn while there is room.
 */
import type { IPushProducer } from "@headgate/core";
import type { Producer } from "./contracts";

export class ProducerLink {
  readonly #logError: (message: string, error: unknown) => void;
  #producer: Producer | undefined;
  #isStreaming = true;
  #isWanted = true;
  /** The producer was told to pause. */
  #isPaused = false;
  #isPullDue = false;
  /** Nobody reads any more. */
  #isOver = false;

  constructor(logError: (message: string, error: unknown) => void) {
    this.#logError = logError;
  }

  register(producer: Producer, streaming: boolean): void {
    this.#producer = producer;
    this.#isStreaming = streaming;
    this.#isPaused = false;
    if (this.#isOver) this.stop();
    else if (!streaming) this.#pullSoon();
    else if (!this.#isWanted) this.unwanted();
  }

  unregister(): void {
    this.#producer = undefined;
  }

  /** There is room, for the first time or again. */
  wanted(): void {
    this.#isWanted = true;
    if (!this.#isStreaming) this.#pullSoon();
    else if (this.#isPaused) {
      this.#isPaused = false;
      this.#call((producer) => producer.resumeProducing());
    }
  }

  /** The connection is full. */
  unwanted(): void {
    this.#isWanted = false;
    if (!this.#isStreaming || this.#isPaused) return;
    this.#isPaused = true;
    this.#call((producer) => (producer as IPushProducer).pauseProducing());
  }

  /** The client is gone, or the response was cut. */
  stop(): void {
    this.#isOver = true;
    this.#call((producer) => {
      this.#producer = undefined;
      producer.stopProducing();
    });
  }

  #pullSoon(): void {
    if (this.#isPullDue || this.#producer === undefined) return;
    this.#isPullDue = true;
    setImmediate(() => {
      this.#isPullDue = false;
      if (!this.#isWanted || this.#isStreaming) return;
      this.#call((producer) => producer.resumeProducing());
      this.#pullSoon();
    });
  }

  /** A producer that throws is unregistered. */
  #call(order: (producer: Producer) => void): void {
    const producer = this.#producer;
    if (producer === undefined) return;
    try {
      order(producer);
    } catch (error) {
      this.#producer = undefined;
      this.#logError(`the producer ${producer.constructor.name} failed`, error);
    }
  }
}
