/**
 * The incoming half of a stream: pieces of DATA go into the body pipe, and window credit goes back for what its reader
 * has taken. A stream that nobody reads stops at its first window.
 */
import type { IChannelContext } from "../channel/channel-context";
import { RequestContent, type IContentOwner } from "../channel/request-content";
import { BodyDone, H2StreamError, type BodyAborted, type BodyLost } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { UnknownLength } from "../interfaces/message";
import type { BodyLimits } from "../options";
import { toKeep, type H2StreamCredit } from "./h2-stream-credit";
import { ErrorCode } from "./wire/error-code";

export class H2StreamTransport extends RequestContent {
  trailerLines: readonly string[] = [];
  readonly #credit: H2StreamCredit;
  /** Octets of content that have come, wanted or not. */
  #arrived = 0;

  constructor(
    owner: IContentOwner,
    context: IChannelContext,
    credit: H2StreamCredit,
    length: number | UnknownLength,
  ) {
    // What nobody has claimed is bounded by the window.
    super(owner, context, length, Infinity);
    this.#credit = credit;
  }

  /** A piece of DATA. @throws H2StreamError for more than content-length announced */
  receive(data: Buffer): void {
    this.#arrived += data.length;
    const { length } = this.pipe;
    if (typeof length === "number" && this.#arrived > length) {
      throw new H2StreamError(ErrorCode.PROTOCOL_ERROR, "more content came than content-length announced");
    }
    if (data.length > 0 && !this.isUnwanted) this.write(this.pipe.isAwaited ? data : toKeep(data));
  }

  /** END_STREAM has come. @throws H2StreamError for less than content-length announced */
  checkComplete(): void {
    const { length } = this.pipe;
    if (typeof length === "number" && this.#arrived < length) {
      throw new H2StreamError(ErrorCode.PROTOCOL_ERROR, "less content came than content-length announced");
    }
  }

  /** What came is the whole content. */
  finish(trailerLines: readonly string[]): void {
    this.trailerLines = trailerLines;
    this.isComplete = true;
    this.pipe.end(BodyDone.instance);
  }

  override lose(reason: BodyLost): void {
    super.lose(reason);
    this.#credit.giveBack();
  }

  override abort(reason: BodyAborted): void {
    super.abort(reason);
    this.#credit.giveBack();
  }

  override abandon(reason: BodyAborted): void {
    super.abandon(reason);
    this.#credit.giveBack();
  }

  protected override claimed(limits: BodyLimits): void {
    const { length } = this.pipe;
    const wanted = limits.receiveWindowOctets ?? this.context.options.receiveWindowOctets;
    // A short body needs no more room than it is long.
    this.#credit.widen(typeof length === "number" ? Math.min(wanted, length) : wanted);
  }

  override bodyWanted(): void {
    this.clockStarts();
  }

  override bodyUnwanted(): void {
    /* the window does it */
  }

  override bodyTaken(octets: number): void {
    super.bodyTaken(octets);
    this.#credit.release(octets);
  }

  override bodyEnded(reason: BodyEnd): void {
    this.#credit.giveBack();
    super.bodyEnded(reason);
  }
}
