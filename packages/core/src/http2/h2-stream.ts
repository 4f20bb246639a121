/**
 * One request and its answer as a stream (RFC 9113 section 5): bound to its id, with two halves that know nothing of
 * each other. `H2StreamTransport` takes the content in, `H2Answer` writes the response; here is what is between them,
 * and what either of them means for the state of the stream.
 */
import type { IChannelContext } from "../channel/channel-context";
import { Exchange } from "../channel/exchange";
import { BodyAborted, BodyDone, ClientGone, InvalidResponse, UpgradeRefused, type TimedOut } from "../errors";
import type { Headers } from "../fields/headers";
import type { BodyEnd } from "../interfaces/body-end";
import type { IHTTPChannel } from "../interfaces/channel";
import type { IResponse } from "../interfaces/message";
import type { IProtocol, ITransport } from "../interfaces/transport";
import { BytesResponse } from "../message/response";
import { isInterimStatus } from "../message/status";
import { H2Answer } from "./h2-answer";
import { H2ChannelView } from "./h2-channel-view";
import { H2Connect } from "./h2-connect";
import { H2StreamCredit } from "./h2-stream-credit";
import { H2StreamSender, type ISenderOwner } from "./h2-stream-sender";
import { H2StreamTransport } from "./h2-stream-transport";
import type { ITunnelledStream } from "./h2-tunnel";
import type { Priority } from "./priority";
import { AFTER_END_RECEIVED, AFTER_END_SENT, isLive, type StreamState } from "./stream-states";
import type { IStreamHost, IViewedStream, StreamBeginning } from "./stream-roles";
import { ErrorCode, errorCodeName } from "./wire/error-code";
import { encodeHead, ResponseFields } from "./wire/head-encoder";
import { INITIAL_WINDOW_OCTETS } from "./wire/settings";

const NO_FIELDS = new ResponseFields();

export class H2Stream extends Exchange implements IViewedStream, ISenderOwner, ITunnelledStream {
  /** undefined: the message has no content. What follows CONNECT is none, though it comes the same way. */
  override readonly content: H2StreamTransport | undefined = undefined;
  override readonly answer: H2Answer;
  readonly sender: H2StreamSender;
  state: StreamState;
  readonly #host: IStreamHost<H2Stream>;
  readonly #credit: H2StreamCredit | undefined;
  /** A 100 is owed to the first `deliverBody`. */
  #owesContinue: boolean;
  #view: H2ChannelView | undefined = undefined;
  /** undefined: the request is not CONNECT. */
  readonly #connect: H2Connect | undefined = undefined;

  constructor(host: IStreamHost<H2Stream>, context: IChannelContext, beginning: StreamBeginning) {
    const { streamId, head, isEnded, priority, sendWindowOctets } = beginning;
    super(context, head, head.lines);
    const { output, pool } = host;
    this.#host = host;
    this.state = isEnded ? "remoteEnded" : "open";
    this.#owesContinue = head.expectsContinue && !isEnded;
    this.#credit = isEnded ? undefined : new H2StreamCredit(streamId, output, pool);
    this.sender = new H2StreamSender(streamId, priority, output, this, sendWindowOctets);
    this.answer = new H2Answer(this, this.request, context, this.sender);
    if (head.method === "CONNECT") this.#connect = new H2Connect();
    else if (this.#credit !== undefined) {
      this.content = new H2StreamTransport(this, context, this.#credit, head.length);
      return;
    }
    this.bodyEnd = BodyDone.instance;
  }

  /** What comes on it is none of HTTP's, or won't be: CONNECT (RFC 9113 section 8.5). */
  get isTunnel(): boolean {
    return this.#connect !== undefined;
  }

  /** Its states are those of a live stream. */
  get isLive(): boolean {
    return isLive(this.state);
  }

  // ---- what the connection brings ----------------------------------------------------------------------

  /** The head can't be a request: answered so, and nobody above hears of it. */
  refuseHead(error: unknown): void {
    this.handled();
    this.answer.fail(error);
  }

  override refuse(error: unknown): void {
    if (this.answer.state === "awaited" && this.isLive) this.answer.fail(error);
  }

  protected override giveUp(reason: BodyAborted): void {
    this.#reset(ErrorCode.CANCEL, new ClientGone(reason.message), reason);
  }

  /**
   * A piece of DATA.
   *
   * @param flowOctets what it takes from the window, padding included
   * @throws H2StreamError
   */
  dataReceived(data: Buffer, flowOctets: number): void {
    this.#credit?.receive(flowOctets);
    if (flowOctets > data.length) this.#credit?.release(flowOctets - data.length);
    if (this.content !== undefined) this.content.receive(data);
    else if (this.isLive) this.#connect?.dataReceived(data);
  }

  /** END_STREAM. @throws H2StreamError for content that is shorter than it was said to be */
  endReceived(trailerLines: readonly string[] = []): void {
    // What a reader made of the last piece may have ended the stream.
    if (!(this.state in AFTER_END_RECEIVED)) return;
    this.content?.checkComplete();
    // First of all: what a reader makes of the end may end the stream, and then nobody is to be told to send no more.
    const next = (this.state = AFTER_END_RECEIVED[this.state as keyof typeof AFTER_END_RECEIVED]);
    this.#credit?.end();
    this.content?.finish(trailerLines);
    this.#connect?.endReceived();
    if (next === "ended") this.#closed();
  }

  /** RST_STREAM. */
  resetReceived(errorCode: number): void {
    this.state = "resetByPeer";
    this.#host.streamClosed(this);
    this.lost(new ClientGone(`the client reset the stream: ${errorCodeName(errorCode)}`, true));
  }

  /** The client has sent FIN: presumed gone, yet it gets its answer. What it has not sent will not come. */
  finReceived(gone: ClientGone): void {
    this.clientGone(gone, true);
    // To what is or may become a tunnel it is an end like any other.
    if (this.isTunnel && this.isLive) this.endReceived();
    else this.#dismissClient();
  }

  /** The client broke a rule that concerns this stream only. */
  ruleBroken(errorCode: number, message: string): void {
    this.#reset(errorCode, new ClientGone(message, true));
  }

  /** The connection is gone, or what it still has of this stream is all there will be. */
  connectionLost(gone: ClientGone, reason?: BodyAborted): void {
    this.state = "resetByPeer";
    this.#host.streamClosed(this);
    this.lost(gone, reason);
  }

  override lost(gone: ClientGone, reason?: BodyAborted): void {
    super.lost(gone, reason);
    this.#connect?.lost(gone);
    this.#checkOver();
  }

  // ---- between the halves ------------------------------------------------------------------------------

  protected override handled(): void {
    super.handled();
    this.#checkOver();
  }

  roomMade(): void {
    const tunnel = this.#connect?.tunnel;
    if (tunnel === undefined) this.answer.resume();
    else tunnel.roomMade();
  }

  endSent(): void {
    if (this.#connect?.tunnel === undefined) this.answer.endSent();
    else this.#endSent();
  }

  answerEnded(): void {
    this.since = this.context.wheel.now;
    this.closeBody();
    this.#endSent();
  }

  #endSent(): void {
    if (!(this.state in AFTER_END_SENT)) return;
    this.state = AFTER_END_SENT[this.state as keyof typeof AFTER_END_SENT];
    if (this.state === "ended") this.#closed();
    else this.#dismissClient();
  }

  readingEnded(): void {
    this.#dismissClient();
  }

  /** Our side is through: what the client still has to say is for somebody who reads it, or for nobody (section 8.1). */
  #dismissClient(): void {
    if (this.state !== "localEnded") return;
    if (this.content?.isBeingRead === true || this.#connect?.tunnel?.isReading === true) return;
    if (this.#isSwallowing) return;
    this.state = "dismissed";
    this.#sendReset(ErrorCode.NO_ERROR);
    this.#closed();
  }

  /**
   * As on HTTP/1.1, `unreadBody`: the rest of a content that the client may send without being asked, for a while. It
   * is on its way, most likely, and some clients take the reset for a failure (curl 7.88).
   */
  get #isSwallowing(): boolean {
    const { options, wheel } = this.context;
    const { maxOctets, timeoutMs } = options.unreadBody;
    if (this.content === undefined || this.#owesContinue || this.goneReason !== undefined) return false;
    const { length } = this.content.pipe;
    if (typeof length !== "number" || length > Math.min(maxOctets, INITIAL_WINDOW_OCTETS)) return false;
    return !wheel.isOver(this.since, timeoutMs);
  }

  override checkClocks(stepMs: number): TimedOut | undefined {
    if (this.state !== "localEnded" || this.content?.isBeingRead !== false) return super.checkClocks(stepMs);
    this.#dismissClient();
    return undefined;
  }

  #sendReset(errorCode: number): void {
    this.#host.output.frames.rstStream(this.streamId, errorCode);
    this.#host.output.written();
  }

  /** In good order: all was said that had to be. */
  #closed(): void {
    this.#host.streamClosed(this);
    this.#connect?.closed();
    this.#checkOver();
  }

  /** Nothing of it is left: on the wire, in its handler, or with a reader. */
  get isOver(): boolean {
    if (this.isLive || !this.isHandled) return false;
    return this.content?.pipe.isClaimed !== true || this.bodyEnd !== undefined;
  }

  #checkOver(): void {
    if (this.isOver) this.#host.streamOver(this);
  }

  // ---- what the request may ask for --------------------------------------------------------------------

  get streamId(): number {
    return this.sender.streamId;
  }

  get priority(): Priority {
    return this.sender.priority;
  }

  override get channelView(): IHTTPChannel {
    const { peer, host, isSecure } = this.#host;
    return (this.#view ??= new H2ChannelView(this, peer, host, isSecure));
  }

  /** Failed, or given up by the application: nothing that was said is whole. */
  abort(): void {
    this.reset(ErrorCode.INTERNAL_ERROR);
  }

  reset(errorCode: number): void {
    const reason = new BodyAborted("the exchange was aborted");
    this.#reset(errorCode, new ClientGone(reason.message), reason);
  }

  #reset(errorCode: number, gone: ClientGone, reason?: BodyAborted): void {
    if (!this.isLive && this.state !== "dismissed") return;
    this.state = "resetByUs";
    this.#sendReset(errorCode);
    this.#host.streamClosed(this);
    this.lost(gone, reason);
  }

  sendInterim(code: number, headers: Headers | undefined): void {
    if (!isInterimStatus(code) || code === 101) throw new InvalidResponse(`${code} is no interim response`);
    if (this.answer.state !== "awaited" || !this.isLive) return;
    if (code === 100) this.#owesContinue = false;
    const fields = headers === undefined ? NO_FIELDS : ResponseFields.of(headers);
    this.sender.head((encoder) => encodeHead(encoder, code, fields), false);
  }

  takeOver(protocol: IProtocol<ITransport>, headers: Headers): IResponse {
    if (this.answer.state !== "awaited") throw new UpgradeRefused("the answer has already begun");
    if (this.content !== undefined) throw new UpgradeRefused("a request with content can't switch protocols");
    if (this.#connect === undefined) throw new UpgradeRefused("the client offers no other protocol");
    const response = new BytesResponse(200, headers, undefined);
    this.sender.head((encoder) => encodeHead(encoder, 200, ResponseFields.of(headers)), false);
    this.isTakenOver = true;
    this.answer.takenOver(response);
    this.#connect.takeOver(this, this.#credit, protocol, this.context.options.log);
    if (this.state === "remoteEnded") this.#connect.endReceived();
    return response;
  }

  // ---- IContentOwner -----------------------------------------------------------------------------------

  override inviteContent(): void {
    if (!this.#owesContinue) return;
    this.#owesContinue = false;
    const hasOctets = (this.content?.pipe.received ?? 0) > 0;
    if (!hasOctets) this.sendInterim(100, undefined);
  }

  override contentReaderEnded(reason: BodyEnd): void {
    super.contentReaderEnded(reason);
    if (this.answer.state === "ended") this.#dismissClient();
    this.#checkOver();
  }
}
