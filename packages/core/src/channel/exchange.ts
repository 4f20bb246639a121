/**
 * One request and its answer, as far as they are the same in all versions: two halves, and what is between them.
 *
 * Content comes in through `RequestContent`, the answer goes out through `Answer`. The version's exchange knows the
 * connection, and what the end of an answer means there.
 */
import { BodyPipe } from "../body/body-pipe";
import { NOBODY } from "../body/bytes-body";
import { BodyAborted, BodyDone, BodyLost, BodyUnclaimed, TimedOut, type ClientGone } from "../errors";
import { isThenable } from "../interfaces/awaitable";
import type { BodyEnd } from "../interfaces/body-end";
import type { IHTTPChannel } from "../interfaces/channel";
import type { ExchangeInfo } from "../interfaces/server";
import type { IProtocol } from "../interfaces/transport";
import { Request, resourceName, type IRequestCarrier, type RequestHeadFields } from "../message/request";
import type { Answer } from "./answer";
import type { IChannelContext } from "./channel-context";
import { bodyChannel, requestChannel } from "./diagnostics";
import type { IContentOwner, RequestContent } from "./request-content";

/** Of the exchanges that somebody has asked about: the others need none. */
let lastId = 0;

export abstract class Exchange implements IRequestCarrier, IContentOwner {
  readonly request: Request;
  /** undefined: the message has no content. */
  abstract readonly content: RequestContent | undefined;
  abstract readonly answer: Answer;
  abstract readonly channelView: IHTTPChannel;
  goneReason: ClientGone | undefined = undefined;
  /** How the body ended, once its reader knows. */
  bodyEnd: BodyEnd | undefined = undefined;
  isTakenOver = false;
  /** What the handler returned is there, or it threw. */
  isHandled = false;
  /** The wheel's stamp of the beginning; of the end of the answer, once it has ended. */
  since: number;
  protected readonly context: IChannelContext;
  #emptyBody: BodyPipe | undefined = undefined;
  #hasWarned = false;
  #id = 0;

  constructor(context: IChannelContext, head: RequestHeadFields, lines: readonly string[]) {
    this.context = context;
    this.since = context.wheel.now;
    this.request = new Request(head, lines, this);
  }

  abstract inviteContent(): void;
  /** The error is the answer, if there is none yet. */
  abstract refuse(error: unknown): void;
  /** Cut: nothing more of it is sent, or taken. */
  protected abstract giveUp(reason: BodyAborted): void;

  /** Hands the request up and sends what comes back, in this turn if it is there. */
  start(): void {
    const { answer } = this;
    if (requestChannel.hasSubscribers) requestChannel.publish({ request: this.request });
    try {
      const result = this.context.handleRequest(this.request);
      if (isThenable(result)) {
        result.then(
          (response) => {
            this.handled();
            answer.send(response);
          },
          (error: unknown) => {
            this.handled();
            answer.fail(error);
          },
        );
      } else {
        this.handled();
        answer.send(result);
      }
    } catch (error) {
      this.handled();
      answer.fail(error);
    }
  }

  protected handled(): void {
    this.isHandled = true;
  }

  /** A body that nobody has claimed can't be had any more. */
  closeBody(): void {
    const { content } = this;
    if (content === undefined || content.pipe.isClaimed) return;
    const reason = new BodyAborted("the exchange ended before anybody claimed the body");
    content.abandon(reason);
    this.bodyEnd = reason;
    this.request.bodyEnded();
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

  /**
   * Nothing can be sent or received any more.
   *
   * @param reason why the body ends, if not because the client is gone
   */
  lost(gone: ClientGone, reason?: BodyAborted): void {
    // First of all: what a reader makes of its end is not to be sent.
    this.answer.cut();
    if (reason !== undefined) this.content?.abort(reason);
    this.clientGone(gone, true);
    this.closeBody();
  }

  /** A clock ran out: answered so, if the answer has not begun. */
  timedOut(timeout: TimedOut): void {
    const reason = new BodyAborted(timeout.message, { cause: timeout });
    if (this.context.options.silentTimeouts || this.answer.state !== "awaited") {
      this.giveUp(reason);
      return;
    }
    const wasClaimed = this.content?.isBeingRead === true;
    this.content?.abort(reason);
    this.refuseSoon(timeout, wasClaimed);
  }

  /** Whoever reads the body has heard of it and may answer by itself, in this turn; after that we do. */
  protected refuseSoon(error: unknown, wasClaimed: boolean): void {
    if (wasClaimed) setImmediate(() => this.refuse(error));
    else this.refuse(error);
  }

  // ---- what the request may ask for --------------------------------------------------------------------

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

  // ---- IContentOwner -----------------------------------------------------------------------------------

  contentClaimed(): void {
    if (bodyChannel.hasSubscribers) this.#publishBody("claimed");
  }

  contentReaderEnded(reason: BodyEnd): void {
    this.bodyEnd = reason;
    if (bodyChannel.hasSubscribers) this.#publishBody("ended", reason);
    this.request.bodyEnded();
  }

  contentReaderFailed(error: unknown): void {
    this.answer.fail(error);
  }

  // ---- clocks and views --------------------------------------------------------------------------------

  /** @returns a clock that ran out */
  checkClocks(stepMs: number): TimedOut | undefined {
    const { options, wheel } = this.context;
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

  #checkUnclaimed(content: RequestContent): void {
    const { options, wheel } = this.context;
    if (this.#hasWarned || !wheel.isOver(this.since, options.unclaimedBodyWarningMs)) return;
    this.#hasWarned = true;
    const { method, uri } = this.request;
    const message =
      `nobody has read the body of ${method} ${uri} (${this.#resourceName}): ` +
      `${content.pipe.heldOctets} octets wait, and no response came`;
    if (bodyChannel.hasSubscribers) this.#publishBody("unclaimed");
    if (options.strictUnclaimed) this.answer.fail(new BodyUnclaimed(message));
    else this.context.warnUnclaimed(this.request, this.#resourceName, message);
  }

  describe(): ExchangeInfo {
    const { request, content } = this;
    const { length } = request;
    const undecoded = this.undecodedOctets;
    return {
      id: (this.#id ||= ++lastId),
      method: request.method,
      target: request.uri,
      httpVersion: request.httpVersion,
      peer: this.channelView.peer.host,
      resource: this.#resourceName,
      received: (content?.pipe.received ?? 0) + undecoded,
      expected: typeof length === "number" ? length : undefined,
      taken: content?.taken ?? 0,
      waiting: (content?.pipe.heldOctets ?? 0) + undecoded,
      pausedMs: Math.round(content?.pausedMs ?? 0),
      ageMs: Math.round(this.context.wheel.now - this.since),
      mode: request.mode,
      isAnswering: this.answer.state !== "awaited",
    };
  }

  /** Octets of content that wait on the connection, perhaps with the framing of their chunks. */
  protected get undecodedOctets(): number {
    return 0;
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
