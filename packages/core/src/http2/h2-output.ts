/**
 * The outgoing side of a connection: the frames of all streams, gathered and given to the transport at once; the
 * connection's send window; and who sends next while there is not room for all.
 *
 * What is written between `hold` and `release` leaves together; anything else at once.
 */
import type { CoarseWheel } from "../channel/coarse-wheel";
import { WriteStall } from "../channel/write-stall";
import type { IPushProducer, ITransport } from "../interfaces/transport";
import { SendWindow } from "./flow-control-window";
import type { Priority } from "./priority";
import { SendScheduler, type ISender } from "./send-scheduler";
import { FrameEncoder } from "./wire/frame-encoder";
import { HpackEncoder } from "./wire/hpack-encoder";
import { OctetWriter } from "./wire/octet-writer";
import { INITIAL_WINDOW_OCTETS } from "./wire/settings";

/** A stream that has content to send. */
export interface IContentSender extends ISender {
  /** Sends one DATA frame, as long as windows and frames allow. true: it has more, and room in its window. */
  sendNext(): boolean;
}

export interface IOutputListener {
  outputDrained(): void;
  /** Content has left: what the client says about windows has been paid for. */
  contentSent(octets: number): void;
}

/** Gathered frames are given to the transport from here on, so that it can say that it is full. */
const FLUSH_OCTETS = 16 * 1024;
/** Up to here frames go as text, which a transport joins with other text for next to nothing. */
const MAX_TEXT_OCTETS = 512;
/** Up to here content is copied behind its frame header; larger pieces keep their identity. */
const MAX_COPIED_OCTETS = 1024;
/** A client whose window opens by less than this in all of `writeStallTimeoutMs` is not reading. */
export const MIN_PROGRESS_OCTETS = 1024;

export class H2Output implements IPushProducer {
  /** The transport has no room. */
  isFull = false;
  readonly frames: FrameEncoder;
  readonly fields: HpackEncoder;
  readonly stall: WriteStall;
  readonly #transport: ITransport;
  readonly #listener: IOutputListener;
  readonly #out = new OctetWriter();
  readonly #scheduler = new SendScheduler<IContentSender>();
  /** The connection's own (RFC 9113 section 6.9.1). */
  readonly #window = new SendWindow(INITIAL_WINDOW_OCTETS);
  readonly #wheel: CoarseWheel;
  /** Octets sent since the stamp of the wheel at which the connection's window was last seen to move. */
  #progress = 0;
  #progressAt: number;
  #holds = 0;
  #isPumping = false;

  constructor(transport: ITransport, wheel: CoarseWheel, listener: IOutputListener) {
    this.#transport = transport;
    this.#wheel = wheel;
    this.#listener = listener;
    this.#progressAt = wheel.now;
    this.stall = new WriteStall(transport, wheel);
    this.frames = new FrameEncoder(this.#out);
    this.fields = new HpackEncoder(this.#out);
    transport.registerProducer(this, true);
  }

  /** Everything that was written has been taken by the peer's kernel, as far as the transport knows. */
  get isTaken(): boolean {
    return (this.#transport.unsentOctets ?? 0) === 0;
  }

  // ---- gathering ---------------------------------------------------------------------------------------

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds === 0) this.flush();
  }

  /** After frames were written. */
  written(): void {
    if (this.#holds === 0 || this.#out.length >= FLUSH_OCTETS) this.flush();
  }

  /** What was written goes to the transport now. */
  flush(): void {
    const out = this.#out;
    if (out.length === 0) return;
    if (out.length > MAX_TEXT_OCTETS || this.#transport.writeLatin1 === undefined) this.#write(out.take());
    else {
      this.stall.written += out.length;
      this.#transport.writeLatin1(out.takeLatin1());
    }
  }

  #write(octets: Buffer): void {
    this.stall.written += octets.length;
    this.#transport.write(octets);
  }

  // ---- content -----------------------------------------------------------------------------------------

  /** Whoever has content may send it now, without asking whose turn it is. */
  get isIdle(): boolean {
    return this.#scheduler.isEmpty && !this.#isPumping && !this.isFull;
  }

  /** Octets that fit into one DATA frame of a stream with this window. */
  roomFor(window: SendWindow): number {
    const room = Math.min(this.#window.octets, window.octets, this.frames.maxFrameOctets);
    return Math.max(0, room);
  }

  /** One DATA frame, which has room. */
  data(streamId: number, content: Buffer, isEnd: boolean): void {
    this.#consume(content.length);
    if (content.length <= MAX_COPIED_OCTETS) this.frames.data(streamId, content, isEnd);
    else {
      this.frames.dataHeader(streamId, content.length, isEnd);
      this.flush();
      this.#write(content);
    }
    this.written();
  }

  /** As `data`, the content given as latin1 text. */
  dataLatin1(streamId: number, content: string, isEnd: boolean): void {
    this.#consume(content.length);
    this.frames.dataLatin1(streamId, content, isEnd);
    this.written();
  }

  #consume(octets: number): void {
    this.#window.consume(octets);
    this.#progress += octets;
    this.#listener.contentSent(octets);
  }

  /** The stream has content and room in its own window. Not to be called twice. */
  schedule(sender: IContentSender): void {
    this.#scheduler.add(sender);
  }

  unschedule(sender: IContentSender): void {
    this.#scheduler.remove(sender);
  }

  /** Its turn, if it waits for one, is that of its new priority. */
  reprioritize(sender: IContentSender & { priority: Priority }, priority: Priority): void {
    const wasScheduled = this.#scheduler.remove(sender);
    sender.priority = priority;
    if (wasScheduled) this.#scheduler.add(sender);
  }

  /** The connection's window is wider. false: it is beyond what is allowed. */
  widen(octets: number): boolean {
    return this.#window.widen(octets);
  }

  /** Sends what waits, by turns, as far as there is room. */
  pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    this.hold();
    try {
      while (!this.isFull && this.#window.octets > 0) {
        const sender = this.#scheduler.take();
        if (sender === undefined) break;
        if (sender.sendNext()) this.#scheduler.add(sender);
      }
    } finally {
      this.#isPumping = false;
      this.release();
    }
  }

  /** Whether streams have waited for the connection's window, shut or as good as shut, for `timeoutMs`. Call once a tick. */
  isWindowStalled(timeoutMs: number): boolean {
    const isShut = this.#window.octets <= 0 && !this.#scheduler.isEmpty && !this.isFull;
    if (isShut && this.#progress < MIN_PROGRESS_OCTETS)
      return this.#wheel.isOver(this.#progressAt, timeoutMs);
    this.#progress = 0;
    this.#progressAt = this.#wheel.now;
    return false;
  }

  // ---- IPushProducer, for the transport ----------------------------------------------------------------

  pauseProducing(): void {
    this.isFull = true;
  }

  resumeProducing(): void {
    this.isFull = false;
    this.hold();
    try {
      this.pump();
      if (!this.isFull as boolean) this.#listener.outputDrained();
    } finally {
      this.release();
    }
  }

  stopProducing(): void {
    /* connectionLost follows and says why */
  }
}
