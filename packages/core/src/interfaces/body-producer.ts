/**
 * How an application writes a body itself (twisted.web: IBodyProducer), and what it writes into.
 *
 * Calls to a producer: `startProducing` when the reader first wants octets, then pauses and resumes, then
 * `stopProducing` if the reader has had enough. After its own `finish` or `fail` a producer is called no more.
 */
import type { UnknownLength } from "./message";
import type { Awaitable } from "./awaitable";

/** Where a producer puts its octets. Nothing that is called after the end has any effect. */
export interface IBodyConsumer {
  /** Text is sent as UTF-8; octets are given away. Taken even while paused: the reader's pause is a request. */
  write(data: Uint8Array | string): void;
  /** That was all. */
  finish(): void;
  /** It broke off: the reader gets `BodyAborted` with this cause. So does it for a throw, or a rejected promise. */
  fail(error: unknown): void;
}

export interface IBodyProducer {
  /** Octets that will be written; absent: nobody knows. The channel holds the producer to it. */
  readonly length?: number | UnknownLength;
  /** Begins. A promise stands for the end: resolved it is `finish`, rejected `fail`. */
  startProducing(consumer: IBodyConsumer): Awaitable<void>;
  /** Absent: a pull producer. It writes one piece, now or later, each time it is resumed. */
  pauseProducing?(): void;
  resumeProducing(): void;
  /** Nobody wants more: give everything back. Called at most once, perhaps without `startProducing`. */
  stopProducing(): void;
}
