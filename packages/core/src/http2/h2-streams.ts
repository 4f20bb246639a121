/**
 * The streams of a connection: who opens one, and what a frame means to the one that it is for (RFC 9113 section 8.1).
 * All that a client may do to streams is here; what concerns the connection is not. `StreamTable` knows which there are.
 */
import type { IChannelContext } from "../channel/channel-context";
import { unmetExpectation } from "../channel/expectation";
import { H2ConnectionError, H2StreamError, LimitExceeded } from "../errors";
import type { Address } from "../interfaces/transport";
import { ReceiveWindow, WindowPool } from "./flow-control-window";
import type { H2Output } from "./h2-output";
import { H2Stream } from "./h2-stream";
import { EarlyPriorities, parsePriority } from "./priority";
import { excessiveHead, readRequestHead, type ExchangeHead } from "./pseudo-header-fields";
import { isWelcome } from "./stream-states";
import type { IStreamHost, IStreamsOwner } from "./stream-roles";
import { StreamTable } from "./stream-table";
import { ErrorCode } from "./wire/error-code";
import { RequestFields, TrailerFields } from "./wire/field-section";
import type {
  DataFrame,
  HeadersFrame,
  PriorityUpdateFrame,
  RstStreamFrame,
  WindowUpdateFrame,
} from "./wire/frame";
import { HpackDecoder } from "./wire/hpack-decoder";
import { INITIAL_WINDOW_OCTETS } from "./wire/settings";

export class H2Streams implements IStreamHost<H2Stream> {
  readonly decoder: HpackDecoder;
  readonly pool: WindowPool;
  /** Streams above this one are not looked at: GOAWAY named it (section 6.8). */
  lastAccepted = Infinity;
  readonly #owner: IStreamsOwner;
  readonly #context: IChannelContext;
  readonly #table: StreamTable;
  readonly #early: EarlyPriorities;
  readonly #window = new ReceiveWindow(INITIAL_WINDOW_OCTETS);

  constructor(owner: IStreamsOwner, context: IChannelContext) {
    const { http2, connectionWindowOctets } = context.options;
    this.#owner = owner;
    this.#context = context;
    this.decoder = new HpackDecoder(http2.headerTableOctets);
    this.pool = new WindowPool(connectionWindowOctets);
    this.#table = new StreamTable(http2.maxConcurrentStreams);
    this.#early = new EarlyPriorities(http2.maxConcurrentStreams);
  }

  get output(): H2Output {
    return this.#owner.output;
  }

  get peer(): Address {
    return this.#owner.peer;
  }

  get host(): Address {
    return this.#owner.host;
  }

  get isSecure(): boolean {
    return this.#owner.isSecure;
  }

  get lastStreamId(): number {
    return this.#table.lastStreamId;
  }

  get isEmpty(): boolean {
    return this.#table.isEmpty;
  }

  live(): Iterable<H2Stream> {
    return this.#table.live();
  }

  /** So that the connection's window is no narrower than what its streams may have (section 6.9.2). */
  widenConnection(octets: number): number {
    return this.#window.widen(octets - this.#window.size);
  }

  // ---- frames ------------------------------------------------------------------------------------------

  /** @throws H2ConnectionError */
  headersReceived(frame: HeadersFrame): void {
    const { streamId } = frame;
    const stream = this.#table.get(streamId);
    if (stream !== undefined) {
      if (isWelcome(stream.state, "HEADERS")) this.#trailersReceived(stream, frame);
    } else if (isWelcome(this.#table.pastStateOf(streamId), "HEADERS")) this.#open(frame);
    else {
      this.#overhead();
      // The table needs every block.
      this.#decode(frame, this.#requestFields());
    }
  }

  /** @throws H2ConnectionError */
  dataReceived({ streamId, data, flowOctets, isEnd }: DataFrame): void {
    if (!this.#window.receive(flowOctets)) {
      const message = "more content came than the connection's window allows";
      throw new H2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, message);
    }
    const stream = this.#table.find(streamId, "DATA");
    this.#returnCredit(flowOctets);
    if (stream === undefined) return;
    stream.dataReceived(data, flowOctets);
    if (isEnd) stream.endReceived();
  }

  /** @throws H2ConnectionError */
  resetReceived({ streamId, errorCode }: RstStreamFrame): void {
    const stream = this.#table.find(streamId, "RST_STREAM");
    if (stream === undefined) {
      this.#overhead();
      return;
    }
    this.#owner.abuse.streamReset(this.#context.wheel.now);
    stream.resetReceived(errorCode);
  }

  /** @throws H2ConnectionError, H2StreamError */
  windowUpdateReceived({ streamId, increment }: WindowUpdateFrame): void {
    const stream = this.#table.find(streamId, "WINDOW_UPDATE");
    if (stream === undefined || stream.sender.widen(increment)) return;
    throw new H2StreamError(ErrorCode.FLOW_CONTROL_ERROR, "the send window is beyond 2^31-1");
  }

  /** RFC 9218 section 7.1. @throws H2ConnectionError */
  priorityUpdateReceived({ prioritizedStreamId, value }: PriorityUpdateFrame): void {
    const stream = this.#table.getLive(prioritizedStreamId);
    const priority = parsePriority(value);
    if (stream !== undefined) this.output.reprioritize(stream.sender, priority);
    else if (this.#table.pastStateOf(prioritizedStreamId) === "idle") {
      this.#early.note(prioritizedStreamId, priority);
    }
  }

  /** SETTINGS changed every stream's window. @throws H2ConnectionError */
  sendWindowsChanged(octets: number): void {
    for (const stream of this.#table.live()) {
      if (stream.sender.widen(octets)) continue;
      throw new H2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS widen a window beyond 2^31-1");
    }
  }

  /** The client, or the application behind us, made an error that concerns one stream (section 5.4.2). */
  refuse(streamId: number, error: H2StreamError): void {
    // Who makes us reset streams makes us work for nothing, too (CVE-2025-8671).
    this.#owner.abuse.streamReset(this.#context.wheel.now);
    const stream = this.#table.get(streamId);
    if (stream === undefined) this.#reset(streamId, error.errorCode);
    else stream.ruleBroken(error.errorCode, error.message);
  }

  /** Something came that is for nobody. @throws H2ConnectionError */
  #overhead(): void {
    this.#owner.abuse.overheadReceived(this.#context.wheel.now);
  }

  /** Octets are off the connection's hands as soon as they have come: a stream that nobody reads holds up no other. */
  #returnCredit(octets: number): void {
    const credit = this.#window.release(octets);
    if (credit === 0) return;
    this.output.frames.windowUpdate(0, credit);
    this.output.written();
  }

  // ---- beginning ---------------------------------------------------------------------------------------

  #open(frame: HeadersFrame): void {
    const { streamId, isEnd } = frame;
    this.#table.opened(streamId);
    const fields = this.#requestFields();
    this.#decode(frame, fields);
    if (streamId > this.lastAccepted) {
      this.#overhead();
      this.#table.refused(streamId);
    } else if (this.#table.isFull) {
      this.#overhead();
      this.#reset(streamId, ErrorCode.REFUSED_STREAM);
    } else {
      this.#begin(streamId, fields, isEnd);
      this.#table.register();
    }
  }

  #begin(streamId: number, fields: RequestFields, isEnd: boolean): void {
    let head: ExchangeHead;
    try {
      head = readRequestHead(fields, !isEnd);
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error;
      this.#makeStream(streamId, excessiveHead(fields), isEnd).refuseHead(error);
      return;
    }
    const stream = this.#makeStream(streamId, head, isEnd);
    const unmet = unmetExpectation(fields.expect, this.#context.options);
    if (unmet === undefined) stream.start();
    else stream.refuseHead(unmet);
  }

  #makeStream(streamId: number, head: ExchangeHead, isEnded: boolean): H2Stream {
    const priority = this.#early.take(streamId) ?? head.priority;
    const { sendWindowOctets } = this.#owner;
    const stream = new H2Stream(this, this.#context, { streamId, head, isEnded, priority, sendWindowOctets });
    this.#table.began(stream);
    this.#owner.streamOpened();
    return stream;
  }

  #trailersReceived(stream: H2Stream, frame: HeadersFrame): void {
    const fields = new TrailerFields(this.#context.options);
    this.#decode(frame, fields);
    const { streamId } = frame;
    if (stream.isTunnel) this.#malformed(streamId, "HEADERS in a tunnel");
    if (!frame.isEnd) this.#malformed(streamId, "HEADERS in the middle of content don't end the stream");
    if (fields.fault !== undefined) this.#malformed(streamId, fields.fault);
    if (fields.excess !== undefined) this.#malformed(streamId, fields.excess.message);
    stream.endReceived(fields.fields);
  }

  #malformed(streamId: number, message: string): never {
    throw new H2StreamError(ErrorCode.PROTOCOL_ERROR, `stream ${streamId}: ${message}`);
  }

  #requestFields(): RequestFields {
    return new RequestFields(this.#context.options);
  }

  #decode({ octets, from, end }: HeadersFrame, fields: RequestFields | TrailerFields): void {
    this.decoder.decode(octets, from, end, fields);
  }

  #reset(streamId: number, errorCode: number): void {
    this.#table.refused(streamId);
    this.output.frames.rstStream(streamId, errorCode);
    this.output.written();
  }

  // ---- IStreamHost -------------------------------------------------------------------------------------

  streamClosed(stream: H2Stream): void {
    this.#table.closed(stream);
    this.#owner.streamGone();
  }

  streamOver(stream: H2Stream): void {
    this.#table.over(stream);
  }
}
