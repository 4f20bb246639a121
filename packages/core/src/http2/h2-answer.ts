/**
 * The outgoing half of an exchange on HTTP/2: a response goes in, HEADERS and DATA come out (RFC 9113 section 8.1).
 *
 * Small bytes leave with their head. A stream goes through `H2StreamProtocol`, which pulls it as far as its window, the
 * connection's and the transport have room. The answer has ended when END_STREAM was sent.
 */
import { Answer } from "../channel/answer";
import type { IChannelContext } from "../channel/channel-context";
import type { IAnsweredExchange } from "../channel/exchange-roles";
import { decideContent, isPlainBytes, type ResponseContent } from "../channel/response-content";
import { UpgradeRefused } from "../errors";
import type { Headers } from "../fields/headers";
import type { IResponse } from "../interfaces/message";
import { BytesResponse } from "../message/response";
import type { Request } from "../message/request";
import { H2StreamProtocol, type IH2AnswerSink } from "./h2-stream-protocol";
import type { H2StreamSender } from "./h2-stream-sender";
import { encodeHead, ResponseFields } from "./wire/head-encoder";

/** Up to here content is written behind its head as text. */
const MAX_GLUED_OCTETS = 4 * 1024;

interface HeldHead {
  readonly fields: ResponseFields;
  readonly content: ResponseContent;
  readonly response: IResponse;
}

export class H2Answer extends Answer implements IH2AnswerSink {
  readonly #sender: H2StreamSender;
  #heldHead: HeldHead | undefined = undefined;

  constructor(
    exchange: IAnsweredExchange,
    request: Request,
    context: IChannelContext,
    sender: H2StreamSender,
  ) {
    super(exchange, request, context);
    this.#sender = sender;
  }

  protected override begin(response: IResponse): void {
    if (this.request.method === "CONNECT" && response.code < 300) {
      throw new UpgradeRefused(
        "nobody took the tunnel over, and any 2xx would open it (RFC 9113 section 8.5)",
      );
    }
    const fields = ResponseFields.of(response.headers);
    const isHead = this.request.method === "HEAD";
    this.#sender.hold();
    try {
      if (!isHead && response instanceof BytesResponse && isPlainBytes(response.code)) {
        this.#sendBytes(fields, response);
      } else this.#sendFramed(fields, response, isHead);
    } finally {
      this.#sender.release();
    }
  }

  #sendBytes(fields: ResponseFields, response: BytesResponse): void {
    const { length } = response;
    this.#sendHead(fields, response, length, length);
    if (length === 0) return;
    if (length <= MAX_GLUED_OCTETS && this.#sender.writeAllLatin1(response.latin1)) return;
    this.#sender.write(response.bytes);
    this.#sender.end();
  }

  #sendFramed(fields: ResponseFields, response: IResponse, isHead: boolean): void {
    const content = decideContent(isHead, fields.declaredLength, response);
    this.#heldHead = { fields, content, response };
    this.sendHeld(
      response,
      content.isSent ? new H2StreamProtocol(this, response, content.length) : undefined,
    );
  }

  protected override dropHead(): void {
    this.#heldHead = undefined;
  }

  protected override releaseHead(): void {
    const held = this.#heldHead;
    this.#heldHead = undefined;
    if (held === undefined || this.state !== "awaited") return;
    const { fields, content, response } = held;
    this.#sendHead(fields, response, content.length, content.isSent ? undefined : 0);
  }

  /**
   * The head, whole: what the application said, and what is the channel's to say.
   *
   * @param octets of content that follow, if that is known; 0: the head is the end
   */
  #sendHead(
    fields: ResponseFields,
    response: IResponse,
    lengthField: number | undefined,
    octets: number | undefined,
  ): void {
    const { serverHeader } = this.context.options;
    const isEnd = octets === 0;
    this.#sender.head((encoder) => {
      encodeHead(encoder, response.code, fields);
      if (lengthField !== undefined) encoder.field("content-length", String(lengthField));
      if (!fields.hasDate) encoder.field("date", this.context.date.value);
      if (serverHeader !== undefined && !fields.hasServer) encoder.field("server", serverHeader);
    }, isEnd);
    this.response = response;
    this.state = "begun";
    this.publish("head", response, octets ?? 0, octets !== undefined);
    if (isEnd) this.responseEnded(0);
  }

  /** END_STREAM was written. */
  endSent(): void {
    if (this.state === "begun") this.responseEnded(this.responder?.sent ?? this.#bytesSent);
  }

  get #bytesSent(): number {
    return this.response instanceof BytesResponse ? this.response.length : 0;
  }

  override cut(): void {
    super.cut();
    this.#sender.close();
  }

  // ---- IH2AnswerSink, for the response protocol --------------------------------------------------------

  get isOutputFull(): boolean {
    return this.#sender.isFull;
  }

  write(content: Buffer): void {
    this.releaseHead();
    if (this.state === "begun") this.#sender.write(content);
  }

  end(trailers: Headers | undefined): void {
    this.releaseHead();
    if (this.state === "begun") this.#sender.end(trailers);
  }
}
