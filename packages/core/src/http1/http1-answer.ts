/**
 * The outgoing half of an exchange: a response goes in, a framed message comes out (RFC 9112 section 6).
 *
 * Bytes leave with their head in one write. A stream goes through `Http1ResponseProtocol`, which pulls it as far as
 * the connection has room.
 *
 *     awaited --send--> begun --responseEnded--> ended        awaited, begun --cut--> ended
 */
import { discardBody } from "../body/discard";
import type { IChannelContext } from "../channel/channel-context";
import { responseChannel } from "../channel/diagnostics";
import { BodyAborted } from "../errors";
import type { IResponse } from "../interfaces/message";
import { BytesResponse, checkResponse } from "../message/response";
import type { Request } from "../message/request";
import { reasonPhrase } from "../message/status";
import type { IAnsweredExchange, IAnswerSink } from "./exchange-roles";
import type { Http1Output } from "./http1-output";
import { Http1ResponseProtocol } from "./http1-response-protocol";
import { frameResponse, isPlainBytes, lengthField, type ResponseFraming } from "./response-framing";
import { encodeHead, type EncodedHead } from "./wire/head-encoder";

/** Up to here content is glued to its head as text. */
const MAX_GLUED_OCTETS = 16 * 1024;

/**
 * A head that leaves with the first octet of its stream, or when `deliverBody` returns. A stream that is made of the
 * request's body claims that one in there: only then is it known whether a 100 is owed, and what is left unread.
 */
interface HeldHead {
  readonly head: EncodedHead;
  readonly framing: ResponseFraming;
  readonly response: IResponse;
}

export class Http1Answer implements IAnswerSink {
  state: "awaited" | "begun" | "ended" = "awaited";
  readonly #exchange: IAnsweredExchange;
  readonly #request: Request;
  readonly #context: IChannelContext;
  readonly #output: Http1Output;
  #response: IResponse | undefined = undefined;
  #responder: Http1ResponseProtocol | undefined = undefined;
  #heldHead: HeldHead | undefined = undefined;

  constructor(exchange: IAnsweredExchange, request: Request, context: IChannelContext, output: Http1Output) {
    this.#exchange = exchange;
    this.#request = request;
    this.#context = context;
    this.#output = output;
  }

  /** Sends the answer; a second one, or one for a client that is gone, is discarded. */
  send(response: IResponse): void {
    try {
      checkResponse(response);
      if (this.state === "awaited") this.#begin(response);
      else if (response !== this.#response) discardBody(response);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Something went wrong: answered by the table of outcomes, or cut if the head is out. */
  fail(error: unknown): void {
    const isAnswered = this.state === "ended" && !this.#exchange.isTakenOver;
    if (isAnswered && this.#exchange.goneReason !== undefined) return;
    const response = this.#context.failureResponse(this.#request, error);
    // Too late for the client, not for the log.
    if (isAnswered) return;
    if (this.state !== "awaited" || response === undefined) {
      this.#exchange.abort();
      return;
    }
    this.#heldHead = undefined;
    this.#responder?.stop();
    try {
      this.#begin(response);
    } catch {
      this.#exchange.abort();
    }
  }

  /** The connection was taken over: the answer was its head. */
  takenOver(response: IResponse): void {
    this.state = "ended";
    this.#response = response;
    this.#publish("head", response, 0, true);
  }

  /** Nothing can be sent any more: the client is gone, or the exchange was aborted. */
  cut(): void {
    if (this.state === "ended") return;
    this.state = "ended";
    if (this.#response !== undefined)
      this.#publish("ended", this.#response, this.#responder?.sent ?? 0, false);
    this.#responder?.stop();
  }

  pause(): void {
    this.#responder?.pause();
  }

  resume(): void {
    this.#responder?.resume();
  }

  #begin(response: IResponse): void {
    const { code, headers } = response;
    const head = encodeHead(
      this.#request.httpVersion === "1.0" ? 0 : 1,
      code,
      response.phrase ?? reasonPhrase(code),
      headers,
    );
    const isHead = this.#request.method === "HEAD";
    if (!isHead && response instanceof BytesResponse && isPlainBytes(code)) this.#sendBytes(head, response);
    else this.#sendFramed(head, response, isHead);
  }

  #sendBytes(head: EncodedHead, response: BytesResponse): void {
    this.#headLeaves(head, response);
    const text = this.#headText(head, lengthField(response.length));
    if (response.length <= MAX_GLUED_OCTETS) this.#output.writeLatin1(text + response.latin1);
    else this.#output.writeBoth(text, response.bytes);
    this.#publish("head", response, response.length, true);
    this.responseEnded(response.length);
  }

  #sendFramed(head: EncodedHead, response: IResponse, isHead: boolean): void {
    const framing = frameResponse(isHead, head, response);
    this.#heldHead = { head, framing, response };
    if (!framing.hasContent) {
      this.#releaseHead();
      discardBody(response);
      this.responseEnded(0);
      return;
    }
    this.#responder = new Http1ResponseProtocol(this, response, framing.isChunked, framing.announced);
    response.deliverBody(this.#responder);
    this.#releaseHead();
  }

  #releaseHead(): void {
    const held = this.#heldHead;
    this.#heldHead = undefined;
    if (held === undefined || this.state !== "awaited") return;
    const { head, framing, response } = held;
    this.#headLeaves(head, response);
    if (framing.endsWithConnection) this.#exchange.isPersistent = false;
    this.#output.writeLatin1(this.#headText(head, framing.field));
    this.#publish("head", response, 0, false);
  }

  #headLeaves(head: EncodedHead, response: IResponse): void {
    this.#exchange.decidePersistence(head.wantsClose);
    this.#response = response;
    this.state = "begun";
  }

  /** The head, whole: what the application said, and what is the channel's to say. */
  #headText(head: EncodedHead, framingField: string): string {
    const { serverHeader } = this.#context.options;
    let text = head.text;
    if (!head.hasDate) text += this.#context.date.line;
    if (serverHeader !== undefined && !head.hasServer) text += `Server: ${serverHeader}\r\n`;
    // HTTP/1.0 closes unless it was asked not to; twisted.web says nothing about it either.
    const isSilent = this.#exchange.isPersistent || head.minor === 0;
    return text + framingField + (isSilent ? "\r\n" : "Connection: close\r\n\r\n");
  }

  #publish(type: "head" | "ended", response: IResponse, sent: number, isComplete: boolean): void {
    if (!responseChannel.hasSubscribers) return;
    responseChannel.publish({ type, request: this.#request, response, sent, isComplete });
  }

  // ---- IAnswerSink, for the response protocol ----------------------------------------------------------

  get isOutputFull(): boolean {
    return this.#output.isFull;
  }

  writeLatin1(octets: string): void {
    this.#releaseHead();
    if (this.state === "begun") this.#output.writeLatin1(octets);
  }

  write(octets: Buffer): void {
    this.#releaseHead();
    if (this.state === "begun") this.#output.write(octets);
  }

  responseEnded(sent: number): void {
    this.#releaseHead();
    if (this.state === "ended") return;
    this.state = "ended";
    if (this.#response !== undefined) this.#publish("ended", this.#response, sent, true);
    this.#exchange.answerEnded();
  }

  responseBroke(error: unknown): void {
    if (this.state === "ended") return;
    const isOurs = error instanceof BodyAborted && error.cause === undefined;
    if (this.state === "awaited" && !isOurs) {
      this.fail(error);
      return;
    }
    if (this.#exchange.goneReason === undefined && !isOurs)
      this.#context.failureResponse(this.#request, error);
    this.#exchange.abort();
  }

  noteSurplus(error: Error): void {
    this.#context.options.log.error(`${error.message} (${this.#request.method} ${this.#request.uri})`, error);
  }
}
