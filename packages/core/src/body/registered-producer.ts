/**
 * A producer, tied to the room in a send buffer (Twisted: IConsumer.registerProducer).
 *
 * A push producer is paused while there is no room. One that makes its octets without a turn of the event loop, for
 * a peer that takes them as fast, would keep the loop for itself: after some MiB it waits for a turn. A pull producer is asked for one piece a turn, and for the
 * next when that one has been written, so that one which needs time is not asked in a loop.
 */
import type { IPushProducer } from "../interfaces/transport";

/** Each stands for a buffer that was filled, 64 KiB or more, and emptied. */
const MAX_RESUMES_A_TURN = 16;

export class RegisteredProducer {
  readonly #producer: IPushProducer;
  readonly #isStreaming: boolean;
  /** The producer threw. */
  readonly #failed: (error: unknown) => void;
  #isPaused = false;
  #isPullScheduled = false;
  #isGone = false;
  /** Since the last turn of the event loop. */
  #resumes = 0;
  /** There is room, and the turn is awaited. */
  #isResumeOwed = false;

  constructor(producer: IPushProducer, isStreaming: boolean, failed: (error: unknown) => void) {
    this.#producer = producer;
    this.#isStreaming = isStreaming;
    this.#failed = failed;
  }

  /** There is no room. */
  pause(): void {
    this.#isResumeOwed = false;
    if (this.#isPaused) return;
    this.#isPaused = true;
    if (this.#isStreaming) this.#call("pauseProducing");
  }

  /** There is room. */
  resume(): void {
    const wasPaused = this.#isPaused;
    if (!this.#isStreaming) {
      this.#isPaused = false;
      this.#schedulePull();
    } else if (wasPaused) this.#resumePush();
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

  #resumePush(): void {
    if (this.#resumes === MAX_RESUMES_A_TURN) {
      this.#isResumeOwed = true;
      return;
    }
    if (this.#resumes++ === 0) setImmediate(RegisteredProducer.#turnOver, this);
    this.#isPaused = false;
    this.#call("resumeProducing");
  }

  static readonly #turnOver = (self: RegisteredProducer): void => {
    self.#resumes = 0;
    if (!self.#isResumeOwed || self.#isGone) return;
    self.#isResumeOwed = false;
    self.#resumePush();
  };

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
