/**
 * One request and its answer on an HTTP/1.1 connection: what this version adds to the two halves is persistence, 100,
 * and the switch to another protocol. When both halves are over the channel goes on to the next request.
 */
import type { IChannelContext } from "../channel/channel-context";
import { Exchange } from "../channel/exchange";
import { BodyAborted, BodyDone, BodyLost, InvalidResponse, UpgradeRefused } from "../errors";
import type { TimedOut } from "../errors";
import type { Headers } from "../fields/headers";
import type { BodyEnd } from "../interfaces/body-end";
import type { IHTTPChannel } from "../interfaces/channel";
import type { IResponse } from "../interfaces/message";
import type { IProtocol, ITransport } from "../interfaces/transport";
import { BytesResponse } from "../message/response";
import { isInterimStatus, reasonPhrase } from "../message/status";
import type {
  ExchangeHead,
  IExchangeHost,
  IHttp1AnsweredExchange,
  IHttp1ViewedExchange,
} from "./exchange-roles";
import { Http1Answer } from "./http1-answer";
import { Http1ChannelView } from "./http1-channel-view";
import { Http1RequestContent, type IHttp1ContentOwner } from "./http1-request-content";
import type { IContentDecoder } from "./wire/content-decoder";
import { encodeHead, encodeInterim } from "./wire/head-encoder";

const CONTINUE = encodeInterim(100, "Continue", undefined);

export class Http1Exchange
  extends Exchange
  implements IHttp1ContentOwner, IHttp1AnsweredExchange, IHttp1ViewedExchange
{
  override readonly content: Http1RequestContent | undefined;
  override readonly answer: Http1Answer;
  isPersistent: boolean;
  readonly #host: IExchangeHost<Http1Exchange>;
  /** A 100 is owed to the first `deliverBody`. */
  #owesContinue: boolean;
  #view: Http1ChannelView | undefined = undefined;

  constructor(
    host: IExchangeHost<Http1Exchange>,
    context: IChannelContext,
    head: ExchangeHead,
    decoder: IContentDecoder | undefined,
  ) {
    super(context, head, head.lines);
    this.#host = host;
    this.isPersistent = head.isPersistent;
    this.#owesContinue = head.expectsContinue && decoder !== undefined;
    if (decoder === undefined) this.bodyEnd = BodyDone.instance;
    this.answer = new Http1Answer(this, this.request, context, host.output);
    this.content = decoder === undefined ? undefined : new Http1RequestContent(this, context, decoder);
  }

  /** The message was malformed, or a clock ran out: answered so, and the connection ends with it. */
  override refuse(error: unknown): void {
    this.isPersistent = false;
    if (this.answer.state === "awaited") this.answer.fail(error);
  }

  /** What came is no content: it broke its framing. */
  contentRefused(error: unknown): void {
    const { content } = this;
    const wasClaimed = content?.isBeingRead === true;
    this.isPersistent = false;
    content?.lose(new BodyLost("the body broke its framing", { cause: error }));
    this.refuseSoon(error, wasClaimed);
  }

  override timedOut(timeout: TimedOut): void {
    this.isPersistent = false;
    super.timedOut(timeout);
  }

  protected override giveUp(reason: BodyAborted): void {
    this.#host.abortExchange(this, reason);
  }

  abort(): void {
    this.#host.abortExchange(this);
  }

  /** What may be the head of a next request is not counted. */
  protected override get undecodedOctets(): number {
    const { content } = this;
    if (content === undefined || content.isComplete || !content.isWanted) return 0;
    return Math.min(this.#host.unreadOctets, content.remaining ?? Infinity);
  }

  // ---- between the halves ------------------------------------------------------------------------------

  /** What is known only when the head leaves: unread content, a 100 that was never sent, a close that somebody wants. */
  decidePersistence(wantsClose: boolean): void {
    const { content } = this;
    if (wantsClose || this.#host.isLastExchange) this.isPersistent = false;
    if (content === undefined || content.isComplete || content.isBeingRead) return;
    if (this.#owesContinue && content.pipe.received === 0 && !this.#host.hasUnreadOctets) {
      // Whether the content still comes is the client's own guess: what follows can't be told from a request.
      this.#host.ignoreInput();
      this.isPersistent = false;
      content.abort(
        new BodyAborted("the answer began before anybody claimed the body, so it was never invited"),
      );
    } else if (
      (content.remaining ?? 0) + content.pipe.heldOctets >
      this.context.options.unreadBody.maxOctets
    ) {
      this.isPersistent = false;
    }
    this.#owesContinue = false;
  }

  answerEnded(): void {
    this.since = this.context.wheel.now;
    const { content } = this;
    if (content !== undefined && !content.isBeingRead && !content.isComplete) content.swallow();
    this.closeBody();
    this.#host.answerEnded(this);
  }

  // ---- what the request may ask for --------------------------------------------------------------------

  override get channelView(): IHTTPChannel {
    const { peer, host, isSecure } = this.#host;
    const version = this.request.httpVersion === "1.0" ? "1.0" : "1.1";
    return (this.#view ??= new Http1ChannelView(this, version, peer, host, isSecure));
  }

  sendInterim(code: number, headers: Headers | undefined): void {
    if (!isInterimStatus(code) || code === 101) throw new InvalidResponse(`${code} is no interim response`);
    if (this.answer.state !== "awaited" || this.request.httpVersion === "1.0") return;
    if (code === 100) this.#owesContinue = false;
    this.#host.output.writeLatin1(encodeInterim(code, reasonPhrase(code), headers));
  }

  takeOver(protocol: IProtocol<ITransport>, headers: Headers): IResponse {
    const { method, upgrade, httpVersion } = this.request;
    const isConnect = method === "CONNECT";
    if (this.answer.state !== "awaited") throw new UpgradeRefused("the answer has already begun");
    if (httpVersion === "1.0") throw new UpgradeRefused("HTTP/1.0 can't switch protocols");
    if (this.content !== undefined) throw new UpgradeRefused("a request with content can't switch protocols");
    if (!isConnect && upgrade === undefined) throw new UpgradeRefused("the client offers no other protocol");
    const code = isConnect ? 200 : 101;
    const response = new BytesResponse(code, headers, undefined);
    this.isTakenOver = true;
    this.answer.takenOver(response);
    let text = encodeHead(1, code, reasonPhrase(code), headers).text;
    if (!isConnect) text += `Connection: Upgrade\r\nUpgrade: ${headers.get("upgrade") ?? upgrade ?? ""}\r\n`;
    this.#host.takeOver(protocol, text + "\r\n");
    return response;
  }

  // ---- IHttp1ContentOwner ------------------------------------------------------------------------------

  override inviteContent(): void {
    if (!this.#owesContinue) return;
    this.#owesContinue = false;
    const hasOctets = this.#host.hasUnreadOctets || (this.content?.pipe.received ?? 0) > 0;
    if (this.answer.state === "awaited" && !hasOctets) this.#host.output.writeLatin1(CONTINUE);
  }

  contentWantedChanged(): void {
    this.#host.contentWantedChanged();
  }

  override contentReaderEnded(reason: BodyEnd): void {
    super.contentReaderEnded(reason);
    this.#host.contentReaderEnded(this);
  }
}
