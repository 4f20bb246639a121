/**
 * A producer, tied to the room in a send buffer (Twisted: IConsumer.registerProducer).
 *
 * A push producer is paused while there is no room. A pull producer is asked for one piece a turn, and for the
 * next when that one has been written, so that one which needs time is not asked in a loop.
 */
import type { IPushProducer } from "@headgate/core";

export class RegisteredProducer {
  readonly #producer: IPushProducer;
  readonly #isStreaming: boolean;
  /** The producer threw. */
  readonly #failed: (error: unknown) => void;
  #isPaused = false;
  #isPullScheduled = false;
  #isGone = false;

  constructor(producer: IPushProducer, isStreaming: boolean, failed: (error: unknown) => void) {
    this.#producer = producer;
    this.#isStreaming = isStreaming;
    this.#failed = failed;
  }

  /** There is no room. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    if (this.#isStreaming) this.#call("pauseProducing");
  }

  /** There is room. */
  resume(): void {
    const wasPaused = this.#isPaused;
    this.#isPaused = false;
    if (!this.#isStreaming) this.#schedulePull();
    else if (wasPaused) this.#call("resumeProducing");
  }

  /** The connection is gone. */
  stop(): void {
    this.release();
    this.#call("stopProducing");
  }

  /** Unregistered: asks for nothing more. */
  release(): void {
    this.#isGone = true;
  }

  #schedulePull(): void {
    if (this.#isPullScheduled) return;
    this.#isPullScheduled = true;
    setImmediate(RegisteredProducer.#pull, this);
  }

  static readonly #pull = (self: RegisteredProducer): void => {
    self.#isPullScheduled = false;
    if (!self.#isPaused && !self.#isGone) self.#call("resumeProducing");
  };

  #call(verb: keyof IPushProducer): void {
    try {
      this.#producer[verb]();
    } catch (error) {
      this.#failed(error);
    }
  }
}
