/**
 * The outgoing half of an exchange: a response, or a failure, goes in; it leaves once, whole or cut. How a head and its
 * content are written is the version's business.
 *
 * A head may be held until the first octet of its stream, or until `deliverBody` returns: a stream that is made of the
 * request's body claims that one in there, and only then is it known whether a 100 is owed, and what is left unread.
 *
 *     awaited --send--> begun --responseEnded--> ended        awaited, begun --cut--> ended
 */
import { discardBody } from "../body/discard";
import { BodyAborted } from "../errors";
import type { IResponse } from "../interfaces/message";
import type { Request } from "../message/request";
import { checkResponse } from "../message/response";
import type { IChannelContext } from "./channel-context";
import { responseChannel } from "./diagnostics";
import type { IAnsweredExchange, IAnswerSink } from "./exchange-roles";
import type { ResponseProtocol } from "./response-protocol";

export abstract class Answer implements IAnswerSink {
  state: "awaited" | "begun" | "ended" = "awaited";
  protected readonly request: Request;
  protected readonly context: IChannelContext;
  /** What is sent, once its head has left. */
  protected response: IResponse | undefined = undefined;
  protected responder: ResponseProtocol | undefined = undefined;
  readonly #exchange: IAnsweredExchange;

  constructor(exchange: IAnsweredExchange, request: Request, context: IChannelContext) {
    this.#exchange = exchange;
    this.request = request;
    this.context = context;
  }

  abstract readonly isOutputFull: boolean;
  /** Sends a response for the first time. @throws whatever makes it one that can't be sent; nothing has left then */
  protected abstract begin(response: IResponse): void;
  /** The held head leaves now, if there is one. */
  protected abstract releaseHead(): void;
  /** The held head will not be sent. */
  protected abstract dropHead(): void;

  /** Sends the answer; a second one, or one for a client that is gone, is discarded. */
  send(response: IResponse): void {
    try {
      checkResponse(response);
      if (this.state === "awaited") this.begin(response);
      else if (response !== this.response) discardBody(response);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Something went wrong: answered by the table of outcomes, or cut if the head is out. */
  fail(error: unknown): void {
    const isAnswered = this.state === "ended" && !this.#exchange.isTakenOver;
    if (isAnswered && this.#exchange.goneReason !== undefined) return;
    const response = this.context.failureResponse(this.request, error);
    // Too late for the client, not for the log.
    if (isAnswered) return;
    if (this.state !== "awaited" || response === undefined) {
      this.#exchange.abort();
      return;
    }
    this.dropHead();
    this.responder?.stop();
    try {
      this.begin(response);
    } catch {
      this.#exchange.abort();
    }
  }

  /**
   * Sends a response whose head is held, through `responder`; without one it has no content that is sent, and its body
   * is let go, behind the head: what is made of the request's body must not invite it now.
   */
  protected sendHeld(response: IResponse, responder: ResponseProtocol | undefined): void {
    if (responder === undefined) {
      this.releaseHead();
      discardBody(response);
      this.responseEnded(0);
      return;
    }
    this.responder = responder;
    response.deliverBody(responder);
    this.releaseHead();
  }

  /** The connection was taken over: the answer was its head. */
  takenOver(response: IResponse): void {
    this.state = "ended";
    this.response = response;
    this.publish("head", response, 0, true);
  }

  /** Nothing can be sent any more: the client is gone, or the exchange was aborted. */
  cut(): void {
    if (this.state === "ended") return;
    this.state = "ended";
    if (this.response !== undefined) this.publish("ended", this.response, this.responder?.sent ?? 0, false);
    this.responder?.stop();
  }

  pause(): void {
    this.responder?.pause();
  }

  resume(): void {
    this.responder?.resume();
  }

  /** The last octet was written; `sent` of content. */
  responseEnded(sent: number): void {
    this.releaseHead();
    if (this.state === "ended") return;
    this.state = "ended";
    if (this.response !== undefined) this.publish("ended", this.response, sent, true);
    this.#exchange.answerEnded();
  }

  responseBroke(error: unknown): void {
    if (this.state === "ended") return;
    const isOurs = error instanceof BodyAborted && error.cause === undefined;
    if (this.state === "awaited" && !isOurs) {
      this.fail(error);
      return;
    }
    if (this.#exchange.goneReason === undefined && !isOurs) this.context.failureResponse(this.request, error);
    this.#exchange.abort();
  }

  noteFailure(message: string, error: unknown): void {
    this.context.options.log.error(`${message} (${this.request.method} ${this.request.uri})`, error);
  }

  protected publish(type: "head" | "ended", response: IResponse, sent: number, isComplete: boolean): void {
    if (!responseChannel.hasSubscribers) return;
    responseChannel.publish({ type, request: this.request, response, sent, isComplete });
  }
}
