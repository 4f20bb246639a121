/**
 * The half of an exchange that answers: what the legacy Request writes goes into a response of core, and what
 * becomes of the client comes back.
 *
 * Application code runs inside `run`; what it writes in there leaves when it returns, in the same turn. What it
 * writes at any other time is on its way to the connection before `write` returns.
 */
import {
  ClientGone,
  clientGone,
  Headers,
  HeadgateError,
  whenClientGone,
  type ILog,
  type IRequest,
  type IResponse,
} from "@headgate/core";
import { Answer } from "./answer";
import { connectionError } from "./connection-errors";
import type { RequestEncoder } from "./content-encoder";
import type { Producer } from "./contracts";
import { EncodedResponse } from "./encoded-response";
import { Failure } from "./failure";
import { ProducerLink } from "./producer-link";
import { ResponseWriter } from "./response-writer";
import { guardAgainstClientGone } from "./uncaught-guard";

/** The request that answers. */
interface IAnsweringRequest {
  readonly finished: 0 | 1;
  readonly _encoder: RequestEncoder | null;
  abandoned(): void;
  connectionLost(reason: Failure): void;
  processingFailed(reason: unknown): unknown;
}

export abstract class ResponseChannel {
  abstract readonly legacyRequest: IAnsweringRequest;
  /** The innermost call that waits for an answer. */
  protected answer = new Answer();
  protected readonly request: IRequest;
  readonly #log: ILog;
  readonly #writer: ResponseWriter;
  #producers: ProducerLink | undefined;
  #runDepth = 0;
  #isWatching = false;

  constructor(request: IRequest, log: ILog) {
    this.request = request;
    this.#log = log;
    this.#writer = new ResponseWriter(request.method === "HEAD");
  }

  /** The request is over, and nobody has answered: lets go of what it holds. */
  protected abstract abandoned(): void;

  run(code: () => void): void {
    this.#runDepth += 1;
    try {
      code();
    } catch (error) {
      this.failed(error);
    } finally {
      this.#runDepth -= 1;
    }
    this.#sendIfReady();
  }

  /** Application code failed: `processingFailed`, or, for what core's table of outcomes names, its answer. */
  failed(error: unknown): void {
    const root = error instanceof Failure ? error.value : error;
    if (isCoresAffair(root)) {
      this.fail(root);
      return;
    }
    try {
      this.legacyRequest.processingFailed(Failure.from(error));
    } catch (another) {
      this.fail(another);
    }
    if (this.#runDepth === 0) this.#sendIfReady();
  }

  /** Core answers, or, where the answer has begun, it is cut. */
  protected fail(error: unknown): void {
    if (!this.#writer.hasHead && !this.answer.isSettled) {
      this.overtaken(this.answer, error);
      return;
    }
    this.logError(`${this.request.method} ${this.request.uri} failed when its answer had begun`, error);
    if (!this.#writer.hasEnded) this.loseConnection();
  }

  /** Told first: afterwards the next request of the connection may be under way. */
  protected overtaken(answer: Answer, error: unknown): void {
    this.legacyRequest.abandoned();
    answer.fail(error);
    this.abandoned();
  }

  logError(message: string, error?: unknown): void {
    this.#log.error(message, error);
  }

  // ---- writing -----------------------------------------------------------------------------------------

  writeHeaders(
    code: number,
    phrase: string,
    fields: readonly (readonly [name: string, octets: string])[],
  ): void {
    this.#writer.begin({ code, phrase, headers: new Headers(fields) });
    if (this.#runDepth === 0) this.#sendIfReady();
  }

  write(octets: Buffer | string): void {
    this.#writer.write(octets);
  }

  requestDone(): void {
    // What `finish` throws behind this may be caught by nobody, whoever listens.
    if (this.goneReason !== undefined) guardAgainstClientGone(this.#log);
    if (!this.#writer.hasHead)
      this.answer.fail(new Error("the request was finished, and nothing was written"));
    this.#writer.end();
    if (this.#runDepth === 0) this.#sendIfReady();
  }

  loseConnection(): void {
    if (!this.#writer.hasHead) {
      this.request.channel.abort();
      return;
    }
    this.#writer.cut();
    this.#producers?.stop();
    if (this.#runDepth === 0) this.#sendIfReady();
  }

  #sendIfReady(): void {
    if (!this.#writer.isReady || this.answer.isSettled) return;
    let response: IResponse;
    try {
      response = this.encoded(this.#writer.take());
    } catch (error) {
      this.answer.fail(error);
      return;
    }
    this.answer.settle(response);
  }

  /** With its content encoded, where the request has an encoder. */
  protected encoded(response: IResponse): IResponse {
    const { _encoder } = this.legacyRequest;
    return _encoder === null
      ? response
      : new EncodedResponse(response, _encoder, this.request.method === "HEAD");
  }

  // ---- producers, and the client -----------------------------------------------------------------------

  registerProducer(producer: Producer, streaming: boolean): void {
    this.#producers ??= this.#writer.linkProducers(
      new ProducerLink((message, error) => this.logError(message, error)),
    );
    this.#producers.register(producer, streaming);
    this.watchConnection();
  }

  unregisterProducer(): void {
    this.#producers?.unregister();
  }

  get goneReason(): ClientGone | undefined {
    return clientGone(this.request);
  }

  watchConnection(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    whenClientGone(this.request, (gone) => this.clientLeft(gone));
  }

  protected clientLeft(gone: ClientGone): void {
    // After a FIN what is written is still sent, so the producer of a half-closed client goes on.
    if (gone.wasReset) this.#producers?.stop();
    if (this.legacyRequest.finished) return;
    try {
      this.legacyRequest.connectionLost(new Failure(connectionError(gone)));
    } catch (error) {
      // The connection has others to tell.
      this.logError(`${this.request.method} ${this.request.uri}: connectionLost failed`, error);
    }
  }
}

/** Errors with a status, HttpError among them, and a client that left. */
function isCoresAffair(error: unknown): boolean {
  return error instanceof ClientGone || (error instanceof HeadgateError && error.status !== undefined);
}
