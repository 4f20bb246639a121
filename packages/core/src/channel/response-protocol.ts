/**
 * Writes the body of a response: pulled as far as the connection has room, held to its announced length, and ended
 * with its trailers. How a piece and the end are framed is the version's business.
 *
 * Made for streams only; bytes leave with their head.
 */
import { BodyDone, ResponseLengthMismatch } from "../errors";
import type { Headers } from "../fields/headers";
import { isThenable } from "../interfaces/awaitable";
import type { BodyEnd } from "../interfaces/body-end";
import type { IResponse } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import type { IAnswerSink } from "./exchange-roles";

export abstract class ResponseProtocol implements IProtocol {
  /** Octets of content sent. */
  sent = 0;
  readonly #answer: IAnswerSink;
  readonly #response: IResponse;
  /** The framing has a place for trailers. */
  readonly #takesTrailers: boolean;
  /** Octets still owed to the announced length; undefined: none was announced. */
  #remaining: number | undefined;
  #transport: IBodyTransport | undefined;
  #hasEnded = false;
  #isPaused = false;

  constructor(
    answer: IAnswerSink,
    response: IResponse,
    takesTrailers: boolean,
    announced: number | undefined,
  ) {
    this.#answer = answer;
    this.#response = response;
    this.#takesTrailers = takesTrailers;
    this.#remaining = announced;
  }

  /** One piece of content, which is ours. */
  protected abstract write(content: Buffer): void;
  /** The content is complete. Trailers that can't be sent break the response. */
  protected abstract end(trailers: Headers | undefined): void;

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
    if (this.#hasEnded) transport.stopProducing();
    else if (this.#answer.isOutputFull) this.pause();
  }

  dataReceived(data: Buffer): void {
    if (this.#hasEnded || data.length === 0) return;
    let content = data;
    if (this.#remaining !== undefined) {
      if (data.length > this.#remaining) content = data.subarray(0, this.#remaining);
      this.#remaining -= content.length;
    }
    this.sent += content.length;
    if (content.length > 0) this.write(content);
    if (content !== data) this.#dropSurplus();
    else if (this.#answer.isOutputFull) this.pause();
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (!(reason instanceof BodyDone)) this.#answer.responseBroke(reason);
    else if (this.#remaining !== undefined && this.#remaining > 0) {
      const message = `the response ended ${this.#remaining} octets short of its announced length`;
      this.#answer.responseBroke(new ResponseLengthMismatch(message));
    } else this.#complete();
  }

  /** The connection is full. */
  pause(): void {
    if (this.#isPaused || this.#hasEnded) return;
    this.#isPaused = true;
    this.#ask("pauseProducing");
  }

  /** The connection has room again. */
  resume(): void {
    if (!this.#isPaused || this.#hasEnded) return;
    this.#isPaused = false;
    this.#ask("resumeProducing");
  }

  /** The client is gone: the producer is stopped, once. */
  stop(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#stopProducer();
  }

  #stopProducer(): void {
    try {
      this.#transport?.stopProducing();
    } catch (error) {
      this.#answer.noteFailure("what produces a response threw when it was stopped", error);
    }
  }

  /** Whoever produces this body may be asked for the sake of another: what it throws is its own affair. */
  #ask(verb: "pauseProducing" | "resumeProducing"): void {
    try {
      this.#transport?.[verb]();
    } catch (error) {
      this.#answer.responseBroke(error);
    }
  }

  #dropSurplus(): void {
    this.#hasEnded = true;
    const surplus = new ResponseLengthMismatch(
      "the response went beyond its announced length; surplus dropped",
    );
    this.#answer.noteFailure(surplus.message, surplus);
    this.#stopProducer();
    this.#complete();
  }

  /** Asks for the trailers, where there is a place for them. */
  #complete(): void {
    const make = this.#takesTrailers ? this.#response.trailers : undefined;
    if (make === undefined) {
      this.end(undefined);
      return;
    }
    let trailers: Headers | PromiseLike<Headers>;
    try {
      trailers = make.call(this.#response);
    } catch (error) {
      this.#answer.responseBroke(error);
      return;
    }
    if (!isThenable(trailers)) this.end(trailers);
    else {
      trailers.then(
        (fields) => {
          this.end(fields);
        },
        (error: unknown) => {
          this.#answer.responseBroke(error);
        },
      );
    }
  }
}
