/**
 * The outgoing half of an exchange on HTTP/1.1: a response goes in, a framed message comes out (RFC 9112 section 6).
 *
 * Bytes leave with their head in one write. A stream goes through `Http1ResponseProtocol`, which pulls it as far as
 * the connection has room.
 */
import { Answer } from "../channel/answer";
import type { IChannelContext } from "../channel/channel-context";
import { isPlainBytes } from "../channel/response-content";
import type { IResponse } from "../interfaces/message";
import { BytesResponse } from "../message/response";
import type { Request } from "../message/request";
import { reasonPhrase } from "../message/status";
import type { IHttp1AnsweredExchange, IHttp1AnswerSink } from "./exchange-roles";
import type { Http1Output } from "./http1-output";
import { Http1ResponseProtocol } from "./http1-response-protocol";
import { frameResponse, lengthField, type ResponseFraming } from "./response-framing";
import { encodeHead, type EncodedHead } from "./wire/head-encoder";

/** Up to here content is glued to its head as text. */
const MAX_GLUED_OCTETS = 16 * 1024;

interface HeldHead {
  readonly head: EncodedHead;
  readonly framing: ResponseFraming;
  readonly response: IResponse;
}

export class Http1Answer extends Answer implements IHttp1AnswerSink {
  readonly #exchange: IHttp1AnsweredExchange;
  readonly #output: Http1Output;
  #heldHead: HeldHead | undefined = undefined;

  constructor(
    exchange: IHttp1AnsweredExchange,
    request: Request,
    context: IChannelContext,
    output: Http1Output,
  ) {
    super(exchange, request, context);
    this.#exchange = exchange;
    this.#output = output;
  }

  protected override begin(response: IResponse): void {
    const { code, headers } = response;
    const head = encodeHead(
      this.request.httpVersion === "1.0" ? 0 : 1,
      code,
      response.phrase ?? reasonPhrase(code),
      headers,
    );
    const isHead = this.request.method === "HEAD";
    if (!isHead && response instanceof BytesResponse && isPlainBytes(code)) this.#sendBytes(head, response);
    else this.#sendFramed(head, response, isHead);
  }

  #sendBytes(head: EncodedHead, response: BytesResponse): void {
    this.#headLeaves(head, response);
    const text = this.#headText(head, lengthField(response.length));
    if (response.length <= MAX_GLUED_OCTETS) this.#output.writeLatin1(text + response.latin1);
    else this.#output.writeBoth(text, response.bytes);
    this.publish("head", response, response.length, true);
    this.responseEnded(response.length);
  }

  #sendFramed(head: EncodedHead, response: IResponse, isHead: boolean): void {
    const framing = frameResponse(isHead, head, response);
    const { hasContent, isChunked, announced } = framing;
    this.#heldHead = { head, framing, response };
    this.sendHeld(
      response,
      hasContent ? new Http1ResponseProtocol(this, response, isChunked, announced) : undefined,
    );
  }

  protected override dropHead(): void {
    this.#heldHead = undefined;
  }

  protected override releaseHead(): void {
    const held = this.#heldHead;
    this.#heldHead = undefined;
    if (held === undefined || this.state !== "awaited") return;
    const { head, framing, response } = held;
    this.#headLeaves(head, response);
    if (framing.endsWithConnection) this.#exchange.isPersistent = false;
    this.#output.writeLatin1(this.#headText(head, framing.field));
    this.publish("head", response, 0, false);
  }

  #headLeaves(head: EncodedHead, response: IResponse): void {
    this.#exchange.decidePersistence(head.wantsClose);
    this.response = response;
    this.state = "begun";
  }

  /** The head, whole: what the application said, and what is the channel's to say. */
  #headText(head: EncodedHead, framingField: string): string {
    const { serverHeader } = this.context.options;
    let text = head.text;
    if (!head.hasDate) text += this.context.date.line;
    if (serverHeader !== undefined && !head.hasServer) text += `Server: ${serverHeader}\r\n`;
    // HTTP/1.0 closes unless it was asked not to; as twisted.web we only say so if the application does.
    const isSilent = this.#exchange.isPersistent || (head.minor === 0 && !head.wantsClose);
    return text + framingField + (isSilent ? "\r\n" : "Connection: close\r\n\r\n");
  }

  // ---- IHttp1AnswerSink, for the response protocol -----------------------------------------------------

  get isOutputFull(): boolean {
    return this.#output.isFull;
  }

  writeLatin1(octets: string): void {
    this.releaseHead();
    if (this.state === "begun") this.#output.writeLatin1(octets);
  }

  write(octets: Buffer): void {
    this.releaseHead();
    if (this.state === "begun") this.#output.write(octets);
  }
}
