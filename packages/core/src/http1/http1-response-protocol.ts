/**
 * What the body of a response is delivered to: octets go in, framed octets go to the connection.
 *
 * It knows one exchange and can write nothing else. Surplus over the announced length is dropped, a shortfall
 * closes the connection; a body is never padded (RFC 9112 section 6.3).
 */
import { BodyDone, ResponseLengthMismatch } from "../errors";
import { isThenable } from "../interfaces/awaitable";
import type { BodyEnd } from "../interfaces/body-end";
import type { IResponse } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import type { Headers } from "../fields/headers";
import { chunkSizeLine, lastChunk, LAST_CHUNK } from "./wire/chunked-encoder";
import type { IAnswerSink } from "./exchange-roles";

/** Up to here a chunk is glued to its size line as text, which is cheaper than three buffers. */
const MAX_GLUED_OCTETS = 1_024;

export class Http1ResponseProtocol implements IProtocol {
  readonly #answer: IAnswerSink;
  readonly #response: IResponse;
  readonly #isChunked: boolean;
  /** Octets still owed to the announced length; undefined: none was announced. */
  #remaining: number | undefined;
  #transport: IBodyTransport | undefined;
  #sent = 0;
  #hasEnded = false;
  #isPaused = false;

  constructor(answer: IAnswerSink, response: IResponse, isChunked: boolean, announced: number | undefined) {
    this.#answer = answer;
    this.#response = response;
    this.#isChunked = isChunked;
    this.#remaining = announced;
  }

  /** Octets of content sent. */
  get sent(): number {
    return this.#sent;
  }

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
    this.#sent += content.length;
    if (content.length > 0) this.#write(content);
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
    } else if (!this.#isChunked) this.#answer.responseEnded(this.#sent);
    else this.#sendLastChunk();
  }

  /** The connection is full. */
  pause(): void {
    if (this.#isPaused || this.#hasEnded) return;
    this.#isPaused = true;
    this.#transport?.pauseProducing();
  }

  /** The connection has room again. */
  resume(): void {
    if (!this.#isPaused || this.#hasEnded) return;
    this.#isPaused = false;
    this.#transport?.resumeProducing();
  }

  /** The client is gone: the producer is stopped, once. */
  stop(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#transport?.stopProducing();
  }

  #write(content: Buffer): void {
    const answer = this.#answer;
    if (!this.#isChunked) answer.write(content);
    else if (content.length <= MAX_GLUED_OCTETS) {
      answer.writeLatin1(chunkSizeLine(content.length) + content.toString("latin1") + "\r\n");
    } else {
      answer.writeLatin1(chunkSizeLine(content.length));
      answer.write(content);
      answer.writeLatin1("\r\n");
    }
  }

  #dropSurplus(): void {
    this.#hasEnded = true;
    this.#answer.noteSurplus(
      new ResponseLengthMismatch("the response went beyond its announced length; surplus dropped"),
    );
    this.#transport?.stopProducing();
    this.#answer.responseEnded(this.#sent);
  }

  #sendLastChunk(): void {
    const make = this.#response.trailers;
    if (make === undefined) {
      this.#answer.writeLatin1(LAST_CHUNK);
      this.#answer.responseEnded(this.#sent);
      return;
    }
    try {
      const trailers = make.call(this.#response);
      if (!isThenable(trailers)) this.#finishWith(trailers);
      else {
        trailers.then(
          (fields) => {
            this.#finishWith(fields);
          },
          (error: unknown) => {
            this.#answer.responseBroke(error);
          },
        );
      }
    } catch (error) {
      this.#answer.responseBroke(error);
    }
  }

  #finishWith(trailers: Headers): void {
    let octets: string;
    try {
      octets = lastChunk(trailers);
    } catch (error) {
      this.#answer.responseBroke(error);
      return;
    }
    this.#answer.writeLatin1(octets);
    this.#answer.responseEnded(this.#sent);
  }
}
