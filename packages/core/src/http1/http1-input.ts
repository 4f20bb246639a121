/**
 * The incoming side of a connection: octets go in, heads and runs of content come out, one message at a time.
 *
 * What arrived and can't be used yet (the reader paused, an answer is owed) stays in the inbox, and past
 * `readAheadOctets` the transport is paused: back-pressure is nothing but not reading.
 */
import type { IChannelContext } from "../channel/channel-context";
import { TimedOut } from "../errors";
import type { ITransport } from "../interfaces/transport";
import type { Http1RequestContent } from "./http1-request-content";
import { Inbox } from "../channel/inbox";
import { HeadParser } from "./wire/head-parser";
import type { RequestHead } from "./wire/request-head";

export interface IInputListener {
  /** The exchange under way, whose content is read; undefined: a head is next. */
  readonly current: { readonly content: Http1RequestContent | undefined } | undefined;
  /** There is room for the answer to another head. */
  readonly hasRoom: boolean;
  headReceived(head: RequestHead): void;
  /** A run of content was read and delivered. */
  contentReceived(): void;
  /** The octets are no message. */
  inputRefused(error: unknown): void;
  /** After a FIN, each time that all was read that can be. */
  inputEnded(): void;
}

export class Http1Input {
  /** The client has sent FIN: nothing comes behind what is in the inbox. */
  hasEnded = false;
  readonly #transport: ITransport;
  readonly #context: IChannelContext;
  readonly #listener: IInputListener;
  readonly #parser: HeadParser;
  readonly #inbox = new Inbox();
  /** Stamp of the wheel: the first octet of the head that is being read. */
  #headSince = 0;
  #isReading = false;
  #isPaused = false;
  #isIgnored = false;
  #isStopped = false;

  constructor(transport: ITransport, context: IChannelContext, listener: IInputListener) {
    this.#transport = transport;
    this.#context = context;
    this.#listener = listener;
    this.#parser = new HeadParser(context.options);
  }

  /** Of the head that is being read or was read last, as far as it is known; else empty. */
  get method(): string {
    return this.#parser.method;
  }

  /** A head has begun and is not complete. */
  get isInHead(): boolean {
    return !this.#parser.isIdle;
  }

  /** Octets that arrived and were not read. */
  get unreadOctets(): number {
    return this.#inbox.octets;
  }

  /** Nothing that still arrives is read as part of a message. */
  get isIgnored(): boolean {
    return this.#isIgnored;
  }

  /** Once a tick while a head is being read. @returns its clock, if that ran out */
  checkHead(): TimedOut | undefined {
    const { wheel, options } = this.#context;
    if (!wheel.isOver(this.#headSince, options.headTimeoutMs)) return undefined;
    return new TimedOut("headTimeoutMs", `the head was not complete after ${options.headTimeoutMs} ms`);
  }

  receive(data: Buffer): void {
    if (this.#isIgnored) return;
    this.#inbox.put(data);
    this.read();
  }

  end(): void {
    this.hasEnded = true;
    this.read();
  }

  /** No octet from now on is part of a message; what comes is read and thrown away. */
  ignore(): void {
    this.#isIgnored = true;
    this.#inbox.clear();
  }

  /** Reads no more. */
  stop(): void {
    this.#isStopped = true;
    this.#inbox.clear();
  }

  /** Reads no more, and leaves what was not read to somebody else. */
  handOver(): Inbox {
    this.#isStopped = true;
    return this.#inbox;
  }

  /** The transport goes on, whoever wants its octets now. */
  unpause(): void {
    if (this.#isPaused) this.#transport.resumeProducing();
    this.#isPaused = false;
  }

  /** Goes on with what is in the inbox, as far as anybody wants it. Never re-entered. */
  read(): void {
    if (this.#isReading || this.#isStopped) return;
    this.#isReading = true;
    while (this.#step());
    this.#isReading = false;
    if (!this.#stopsHere()) this.#pauseOrResume();
  }

  /** One head, or one run of content. false: nothing more can be done now. */
  #step(): boolean {
    const octets = this.#inbox.first;
    if (octets === undefined || this.#isStopped) return false;
    const { current } = this.#listener;
    try {
      if (current === undefined) return this.#readHead(octets);
      const { content } = current;
      if (content?.wantsOctets !== true) return false;
      this.#inbox.consumeTo(content.receive(octets, this.#inbox.offset));
    } catch (error) {
      this.#listener.inputRefused(error);
      return false;
    }
    this.#listener.contentReceived();
    return true;
  }

  #readHead(octets: Buffer): boolean {
    if (!this.#listener.hasRoom) return false;
    const parser = this.#parser;
    if (parser.isIdle) this.#headSince = this.#context.wheel.now;
    const head = parser.feed(octets, this.#inbox.offset);
    this.#inbox.consumeTo(parser.position);
    if (head !== undefined) this.#listener.headReceived(head);
    return true;
  }

  /** A listener may stop everything in any of its calls. */
  #stopsHere(): boolean {
    return this.#isStopped;
  }

  #pauseOrResume(): void {
    if (this.hasEnded) {
      this.#listener.inputEnded();
      return;
    }
    const wantsMore = this.#wantsOctets();
    if (wantsMore === !this.#isPaused) return;
    this.#isPaused = !wantsMore;
    if (wantsMore) this.#transport.resumeProducing();
    else this.#transport.pauseProducing();
  }

  #wantsOctets(): boolean {
    if (this.#isIgnored) return true;
    const { current } = this.#listener;
    if (current === undefined) return this.#listener.hasRoom;
    const { content } = current;
    if (content !== undefined && !content.isComplete) return content.wantsOctets;
    return this.#inbox.octets < this.#context.options.readAheadOctets;
  }
}
