/**
 * An HTTP/2 connection (RFC 9113): frames in, streams side by side, frames out.
 *
 * It knows the errors that end it, and how it ends in good order. `H2Input` reads, `H2Output` writes, `H2Streams` knows
 * the streams, `H2Control` answers what concerns the connection as a whole.
 *
 *     open --drain, the client's FIN--> draining --last stream gone--> closing        open, draining --error--> closing
 *     any of them --connectionLost--> closed
 */
import type { IChannelContext } from "../channel/channel-context";
import { Connection, goneBy } from "../channel/connection";
import { BodyAborted, ClientGone, H2ConnectionError, H2StreamError } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { ExchangeInfo } from "../interfaces/server";
import type { ITransport } from "../interfaces/transport";
import { AbuseLimits } from "./abuse-limits";
import { H2Clocks } from "./h2-clocks";
import { H2Control, type IControlOwner } from "./h2-control";
import { H2Drain } from "./h2-drain";
import { H2Input, type IFrameReceiver } from "./h2-input";
import { H2Output, type IOutputListener } from "./h2-output";
import { H2Streams } from "./h2-streams";
import type { IStreamsOwner } from "./stream-roles";
import { ErrorCode, errorCodeName } from "./wire/error-code";
import { FrameType, type Frame } from "./wire/frame";

type Phase = "open" | "closing" | "closed";

export class H2Connection
  extends Connection
  implements IFrameReceiver, IControlOwner, IOutputListener, IStreamsOwner
{
  protected override readonly httpVersion = "2.0";
  output!: H2Output;
  readonly abuse: AbuseLimits;
  readonly #input: H2Input;
  readonly #streams: H2Streams;
  #control!: H2Control;
  #drain!: H2Drain;
  #phase: Phase = "open";
  /** The client has sent FIN. */
  #hasPeerFinished = false;
  #clocks!: H2Clocks;
  #streamCount = 0;

  constructor(context: IChannelContext) {
    super(context);
    const { options, wheel } = context;
    this.abuse = new AbuseLimits(options.http2, wheel.now);
    this.#input = new H2Input(options, wheel, this);
    this.#streams = new H2Streams(this, context);
  }

  // ---- what the transport tells ------------------------------------------------------------------------

  makeConnection(transport: ITransport): void {
    const { wheel } = this.context;
    this.transport = transport;
    this.output = new H2Output(transport, wheel, this);
    this.#control = new H2Control(this, this.context, this.#streams);
    this.#drain = new H2Drain(this.output, this.#streams, wheel);
    this.#clocks = new H2Clocks(this.context, this.#input, this.output, this.#streams, this.#control);
    this.enlist();
    this.#control.begin();
  }

  dataReceived(data: Buffer): void {
    if (this.#phase !== "open") return;
    this.output.hold();
    try {
      this.#input.receive(data);
      this.output.pump();
    } catch (error) {
      this.#fail(error);
    }
    this.output.release();
  }

  /** Whoever is answered now is presumed gone, yet gets its answer; what was being sent to us broke off. */
  readConnectionLost(): void {
    if (this.#phase !== "open") return;
    this.#hasPeerFinished = true;
    this.output.stall.restart();
    const gone = new ClientGone("the client closed its side of the connection");
    for (const stream of this.#streams.live()) stream.finReceived(gone);
    this.#closeIfDone();
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    this.#input.isIgnored = true;
    this.delist();
    this.#loseStreams(goneBy(reason));
  }

  // ---- frames ------------------------------------------------------------------------------------------

  frameReceived(frame: Frame): void {
    try {
      this.#dispatch(frame);
    } catch (error) {
      if (!(error instanceof H2StreamError) || !("streamId" in frame)) throw error;
      this.#streams.refuse(frame.streamId, error);
    }
  }

  #dispatch(frame: Frame): void {
    switch (frame.type) {
      case FrameType.HEADERS:
        this.#streams.headersReceived(frame);
        return;
      case FrameType.DATA:
        if (frame.data.length > 0) this.abuse.contentMoved(frame.data.length);
        else if (!frame.isEnd) this.abuse.overheadReceived(this.context.wheel.now);
        this.#streams.dataReceived(frame);
        return;
      case FrameType.RST_STREAM:
        this.#streams.resetReceived(frame);
        return;
      default:
        this.#control.received(frame);
    }
  }

  pingAcknowledged(opaque: Buffer): void {
    this.#drain.pingAcknowledged(opaque);
    this.#closeIfDone();
  }

  /** The client opens no more streams; those that are open go on. */
  goAwayReceived(errorCode: number): void {
    if (errorCode === ErrorCode.NO_ERROR) this.drain();
    else {
      this.#input.isIgnored = true;
      this.#loseStreams(
        new ClientGone(`the client gave the connection up: ${errorCodeName(errorCode)}`, true),
      );
      this.#close();
    }
  }

  // ---- streams -----------------------------------------------------------------------------------------

  get sendWindowOctets(): number {
    return this.#control.sendWindowOctets;
  }

  streamOpened(): void {
    this.#streamCount += 1;
    if (this.#streamCount >= this.context.options.maxRequestsPerConnection) this.drain();
  }

  streamGone(): void {
    if (!this.#streams.isEmpty) return;
    this.#clocks.idleFromNow();
    this.#closeIfDone();
  }

  contentSent(octets: number): void {
    this.abuse.contentMoved(octets);
  }

  /** There is room again: whoever waited for it, and has nothing that waits, may go on. */
  outputDrained(): void {
    for (const stream of this.#streams.live()) {
      if (this.output.isFull) return;
      if (!stream.sender.isWaiting) stream.roomMade();
    }
  }

  #loseStreams(gone: ClientGone, reason?: BodyAborted): void {
    for (const stream of [...this.#streams.live()]) stream.connectionLost(gone, reason);
  }

  // ---- the end -----------------------------------------------------------------------------------------

  /** The connection can't be trusted any more (section 5.4.1): GOAWAY, and nothing is read behind it. */
  #fail(error: unknown): void {
    const isKnown = error instanceof H2ConnectionError;
    if (!isKnown) this.context.options.log.error("an HTTP/2 connection failed", error);
    const message = isKnown ? error.message : "internal error";
    this.#input.isIgnored = true;
    const errorCode = isKnown ? error.errorCode : ErrorCode.INTERNAL_ERROR;
    this.#drain.goAwayNow(errorCode, message);
    this.#loseStreams(new ClientGone(`the connection was given up: ${message}`, true));
    this.#close();
  }

  #closeIfDone(): void {
    if (this.#phase !== "open" || !this.#streams.isEmpty) return;
    if (this.#hasPeerFinished || this.#drain.isAnnounced) this.#close();
  }

  #close(): void {
    if (this.#phase !== "open") return;
    this.#phase = "closing";
    this.#input.isIgnored = true;
    this.output.flush();
    this.transport.loseConnection();
  }

  // ---- clocks ------------------------------------------------------------------------------------------

  checkClocks(stepMs: number): void {
    const { options } = this.context;
    // A client that sent FIN and is owed an answer may have left for good.
    const isOwed = this.#hasPeerFinished && !this.#streams.isEmpty;
    if (this.output.stall.isOver(options.writeStallTimeoutMs, isOwed)) {
      this.transport.abortConnection();
      return;
    }
    if (this.#phase !== "open") return;
    this.output.hold();
    try {
      if (this.#clocks.isIdleOver()) {
        this.#drain.goAwayNow(ErrorCode.NO_ERROR, "");
        this.#close();
      } else {
        this.#clocks.check(stepMs);
        this.#drain.checkClock();
        this.#closeIfDone();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.output.release();
  }

  // ---- what the listener asks --------------------------------------------------------------------------

  drain(): void {
    if (this.#phase !== "open") return;
    this.#drain.begin();
    this.#closeIfDone();
  }

  abort(reason: Error): void {
    this.#input.isIgnored = true;
    const aborted = new BodyAborted(reason.message, { cause: reason });
    this.#loseStreams(new ClientGone(reason.message), aborted);
    this.transport.abortConnection();
  }

  exchanges(): readonly ExchangeInfo[] {
    return [...this.#streams.live()]
      .filter(({ isTakenOver }) => !isTakenOver)
      .map((stream) => stream.describe());
  }
}
