/**
 * One request and its answer on an HTTP/1.1 connection: two halves, and what is between them.
 *
 * Content comes in through `Http1RequestContent`, the answer goes out through `Http1Answer`. When both are over the
 * channel goes on to the next request.
 */
import { BodyPipe } from "../body/body-pipe";
import { NOBODY } from "../body/bytes-body";
import { bodyChannel, requestChannel } from "../channel/diagnostics";
import type { IChannelContext } from "../channel/channel-context";
import {
  BodyAborted,
  BodyDone,
  BodyLost,
  BodyUnclaimed,
  InvalidResponse,
  TimedOut,
  UpgradeRefused,
  type ClientGone,
} from "../errors";
import type { Headers } from "../fields/headers";
import { isThenable } from "../interfaces/awaitable";
import type { BodyEnd } from "../interfaces/body-end";
import type { IHTTPChannel } from "../interfaces/channel";
import type { IResponse } from "../interfaces/message";
import type { ExchangeInfo } from "../interfaces/server";
import type { IProtocol, ITransport } from "../interfaces/transport";
import { Request, resourceName, type IRequestCarrier } from "../message/request";
import { BytesResponse } from "../message/response";
import { isInterimStatus, reasonPhrase } from "../message/status";
import type { ExchangeHead, IAnsweredExchange, IExchangeHost, IViewedExchange } from "./exchange-roles";
import { Http1Answer } from "./http1-answer";
import { Http1ChannelView } from "./http1-channel-view";
import { Http1RequestContent, type IContentOwner } from "./http1-request-content";
import type { IContentDecoder } from "./wire/content-decoder";
import { encodeHead, encodeInterim } from "./wire/head-encoder";

const CONTINUE = encodeInterim(100, "Continue", undefined);

export class Http1Exchange implements IRequestCarrier, IContentOwner, IAnsweredExchange, IViewedExchange {
  readonly request: Request;
  /** undefined: the message has no content. */
  readonly content: Http1RequestContent | undefined;
  readonly answer: Http1Answer;
  goneReason: ClientGone | undefined = undefined;
  /** How the body ended, once its reader knows. */
  bodyEnd: BodyEnd | undefined;
  isPersistent: boolean;
  isTakenOver = false;
  /** The wheel's stamp of the beginning; of the end of the answer, once it has ended. */
  since: number;
  readonly #host: IExchangeHost<Http1Exchange>;
  readonly #context: IChannelContext;
  /** A 100 is owed to the first `deliverBody`. */
  #owesContinue: boolean;
  #view: Http1ChannelView | undefined = undefined;
  #emptyBody: BodyPipe | undefined = undefined;
  #hasWarned = false;

  constructor(
    host: IExchangeHost<Http1Exchange>,
    context: IChannelContext,
    head: ExchangeHead,
    decoder: IContentDecoder | undefined,
  ) {
    this.#host = host;
    this.#context = context;
    this.isPersistent = head.isPersistent;
    this.#owesContinue = head.expectsContinue && decoder !== undefined;
    this.bodyEnd = decoder === undefined ? BodyDone.instance : undefined;
    this.since = context.wheel.now;
    this.request = new Request(head, head.lines, this);
    this.answer = new Http1Answer(this, this.request, context, host.output);
    this.content =
      decoder === undefined ? undefined : new Http1RequestContent(this, context, decoder, decoder.remaining);
  }

  /** Hands the request up and sends what comes back, in this turn if it is there. */
  start(): void {
    const { answer } = this;
    if (requestChannel.hasSubscribers) requestChannel.publish({ request: this.request });
    try {
      const result = this.#context.handleRequest(this.request);
      if (isThenable(result)) {
        result.then(
          (response) => {
            answer.send(response);
          },
          (error: unknown) => {
            answer.fail(error);
          },
        );
      } else answer.send(result);
    } catch (error) {
      answer.fail(error);
    }
  }

  /** The message was malformed, or a clock ran out: answered so, and the connection ends with it. */
  refuse(error: unknown): void {
    this.isPersistent = false;
    if (this.answer.state === "awaited") this.answer.fail(error);
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
      this.#context.options.unreadBody.maxOctets
    ) {
      this.isPersistent = false;
    }
    this.#owesContinue = false;
  }

  answerEnded(): void {
    this.since = this.#context.wheel.now;
    const { content } = this;
    if (content !== undefined && !content.isBeingRead && !content.isComplete) content.swallow();
    this.closeBody();
    this.#host.answerEnded(this);
  }

  /**
   * FIN, RST, or a dead transport. Whoever has asked to hear of it hears of it in this turn.
   *
   * @param isContentOver no octet of the content is left to be read
   */
  clientGone(reason: ClientGone, isContentOver: boolean): void {
    const isNews = this.goneReason === undefined;
    this.goneReason ??= reason;
    const { content } = this;
    if (isContentOver && content?.isComplete === false) {
      content.lose(new BodyLost("the client left before the body was complete", { cause: reason }));
    }
    if (isNews) this.request.clientLeft(reason);
  }

  abort(): void {
    this.#host.abortExchange(this);
  }

  /** A body that nobody has claimed can't be had any more. */
  closeBody(): void {
    if (this.content === undefined || this.content.pipe.isClaimed) return;
    const reason = new BodyAborted("the exchange ended before anybody claimed the body");
    this.content.abandon(reason);
    this.bodyEnd = reason;
    this.request.bodyEnded();
  }

  // ---- what the request may ask for --------------------------------------------------------------------

  get channelView(): IHTTPChannel {
    const { peer, host, isSecure } = this.#host;
    const version = this.request.httpVersion === "1.0" ? "1.0" : "1.1";
    return (this.#view ??= new Http1ChannelView(this, version, peer, host, isSecure));
  }

  get trailerLines(): readonly string[] {
    return this.content?.trailerLines ?? [];
  }

  deliverBody(protocol: IProtocol): void {
    (this.content?.pipe ?? (this.#emptyBody ??= this.#makeEmptyBody())).deliverBody(protocol);
  }

  #makeEmptyBody(): BodyPipe {
    const body = new BodyPipe({ ...NOBODY, readerFailed: (error) => this.answer.fail(error) }, 0, 0);
    if (this.answer.state === "ended") body.abandon(new BodyAborted("the exchange has ended"));
    else body.end(BodyDone.instance);
    return body;
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

  // ---- IContentOwner -----------------------------------------------------------------------------------

  contentClaimed(): void {
    if (bodyChannel.hasSubscribers) this.#publishBody("claimed");
  }

  inviteContent(): void {
    if (!this.#owesContinue) return;
    this.#owesContinue = false;
    const hasOctets = this.#host.hasUnreadOctets || (this.content?.pipe.received ?? 0) > 0;
    if (this.answer.state === "awaited" && !hasOctets) this.#host.output.writeLatin1(CONTINUE);
  }

  contentWantedChanged(): void {
    this.#host.contentWantedChanged();
  }

  contentReaderEnded(reason: BodyEnd): void {
    this.bodyEnd = reason;
    if (bodyChannel.hasSubscribers) this.#publishBody("ended", reason);
    this.request.bodyEnded();
    this.#host.contentReaderEnded(this);
  }

  contentReaderFailed(error: unknown): void {
    this.answer.fail(error);
  }

  // ---- clocks and views --------------------------------------------------------------------------------

  /** @returns a clock that ran out */
  checkClocks(stepMs: number): TimedOut | undefined {
    const { options, wheel } = this.#context;
    const { content } = this;
    const { state } = this.answer;
    if (state !== "ended" && wheel.isOver(this.since, options.requestTimeoutMs)) {
      return new TimedOut("requestTimeoutMs", `the exchange took longer than ${options.requestTimeoutMs} ms`);
    }
    if (content === undefined) return undefined;
    // That all of it has come does not mean that anybody wants it.
    if (!content.pipe.isClaimed && state === "awaited") this.#checkUnclaimed(content);
    // Full duplex: while the answer streams, the client may take its time.
    if (content.isComplete || state === "begun") return undefined;
    return content.clock?.check(wheel, stepMs, content.pipe);
  }

  #checkUnclaimed(content: Http1RequestContent): void {
    const { options, wheel } = this.#context;
    if (this.#hasWarned || !wheel.isOver(this.since, options.unclaimedBodyWarningMs)) return;
    this.#hasWarned = true;
    const { method, uri } = this.request;
    const message =
      `nobody has read the body of ${method} ${uri} (${this.#resourceName}): ` +
      `${content.pipe.heldOctets} octets wait, and no response came`;
    if (bodyChannel.hasSubscribers) this.#publishBody("unclaimed");
    if (options.strictUnclaimed) this.answer.fail(new BodyUnclaimed(message));
    else options.log.warn(message);
  }

  describe(): ExchangeInfo {
    const { request, content } = this;
    const { length } = request;
    return {
      method: request.method,
      target: request.uri,
      httpVersion: request.httpVersion,
      peer: this.#host.peer.host,
      resource: this.#resourceName,
      received: content?.pipe.received ?? 0,
      expected: typeof length === "number" ? length : undefined,
      taken: content?.taken ?? 0,
      mode: request.mode,
      isAnswering: this.answer.state !== "awaited",
    };
  }

  get #resourceName(): string {
    return resourceName(this.request.resource);
  }

  #publishBody(type: "claimed" | "ended" | "unclaimed", reason?: BodyEnd): void {
    const received = this.content?.pipe.received ?? 0;
    bodyChannel.publish({
      type,
      request: this.request,
      received,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
