/**
 * What one stream sends: heads at once, content as far as its window and the connection's go, and one end.
 *
 * It holds the id of its stream privately, and is all that the outgoing half can write to: a wrong id can't be written.
 */
import { OctetQueue } from "../body/octet-queue";
import type { CoarseWheel } from "../channel/coarse-wheel";
import type { Headers } from "../fields/headers";
import { isNeverSentAsTrailer } from "../fields/trailer-fields";
import { SendWindow } from "./flow-control-window";
import { MIN_PROGRESS_OCTETS, type H2Output, type IContentSender } from "./h2-output";
import type { Priority } from "./priority";

export interface ISenderOwner {
  /** Nothing waits any more: more may be written. */
  roomMade(): void;
  /** The end has been written. */
  endSent(): void;
}

export class H2StreamSender implements IContentSender {
  readonly streamId: number;
  priority: Priority;
  readonly #output: H2Output;
  readonly #owner: ISenderOwner;
  readonly #window: SendWindow;
  /** Content that waits. */
  #waiting: OctetQueue | undefined = undefined;
  /** The end is to follow the content, with these fields, flat: lower-case name, value, ... */
  #trailers: readonly string[] | undefined = undefined;
  #isScheduled = false;
  /** The end was sent, or nothing more may be. */
  #isClosed = false;
  /** Octets sent since the stamp of the wheel at which the window was last seen to move. */
  #progress = 0;
  #progressAt: number | undefined = undefined;

  constructor(
    streamId: number,
    priority: Priority,
    output: H2Output,
    owner: ISenderOwner,
    initialWindowOctets: number,
  ) {
    this.streamId = streamId;
    this.priority = priority;
    this.#output = output;
    this.#owner = owner;
    this.#window = new SendWindow(initialWindowOctets);
  }

  /** Octets wait for room. */
  get isWaiting(): boolean {
    return this.waitingOctets > 0;
  }

  get waitingOctets(): number {
    return this.#waiting === undefined ? 0 : this.#waiting.octets;
  }

  /** What is written now will wait. */
  get isFull(): boolean {
    return this.isWaiting || this.#output.isFull;
  }

  /** What is written until `release` leaves together. */
  hold(): void {
    this.#output.hold();
  }

  release(): void {
    this.#output.release();
  }

  // ---- heads -------------------------------------------------------------------------------------------

  /**
   * A field section, which `encode` writes. Whoever makes it the end knows that it is: `endSent` is not called.
   *
   * @throws InvalidField for a field that can't be sent; nothing has left then
   */
  head(encode: (fields: H2Output["fields"]) => void, isEnd: boolean): void {
    const { frames, fields } = this.#output;
    frames.beginFieldBlock();
    try {
      fields.beginBlock();
      encode(fields);
    } catch (error) {
      frames.dropFieldBlock();
      fields.dropBlock();
      throw error;
    }
    frames.endFieldBlock(this.streamId, isEnd);
    this.#output.written();
    if (isEnd) this.#isClosed = true;
  }

  // ---- content -----------------------------------------------------------------------------------------

  /** Content, which is given away. What there is no room for waits. */
  write(content: Buffer): void {
    if (this.#isClosed || this.#trailers !== undefined) return;
    let at = 0;
    if (!this.isWaiting && this.#output.isIdle) {
      for (let room; at < content.length && (room = this.#output.roomFor(this.#window)) > 0;) {
        const end = Math.min(content.length, at + room);
        this.#send(at === 0 && end === content.length ? content : content.subarray(at, end), false);
        at = end;
        if (this.#output.isFull) break;
      }
    }
    if (at < content.length) this.#wait(at === 0 ? content : content.subarray(at));
  }

  /** All the content there is, small, as latin1 text, and the end. false: it has to wait, so nothing was written. */
  writeAllLatin1(content: string): boolean {
    if (!this.#output.isIdle || this.#output.roomFor(this.#window) < content.length) return false;
    this.#window.consume(content.length);
    this.#output.dataLatin1(this.streamId, content, true);
    this.#ended();
    return true;
  }

  /** No more content. The end follows what waits. */
  end(trailers?: Headers): void {
    if (this.#isClosed || this.#trailers !== undefined) return;
    const lines: string[] = [];
    trailers?.forEachLine((name, value) => {
      if (!isNeverSentAsTrailer(name)) lines.push(name, value);
    });
    this.#trailers = lines;
    if (!this.isWaiting) this.#sendEnd(lines);
  }

  /** Nothing more is to be sent: what waits is dropped. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = undefined;
    if (this.#isScheduled) this.#output.unschedule(this);
    this.#isScheduled = false;
  }

  /** The window changes, by WINDOW_UPDATE or SETTINGS. false: it is beyond what is allowed. */
  widen(octets: number): boolean {
    if (!this.#window.widen(octets)) return false;
    this.#schedule();
    return true;
  }

  // ---- IContentSender ----------------------------------------------------------------------------------

  sendNext(): boolean {
    this.#isScheduled = false;
    const room = this.#output.roomFor(this.#window);
    const piece = room > 0 ? this.#waiting?.shift() : undefined;
    if (piece === undefined) return false;
    const content = piece.length > room ? piece.subarray(0, room) : piece;
    if (content !== piece) this.#waiting?.unshift(piece.subarray(room));
    const isLast = !this.isWaiting;
    const isEnd = isLast && this.#trailers?.length === 0;
    this.#send(content, isEnd);
    if (isEnd) this.#ended();
    else if (!isLast) return (this.#isScheduled = this.#window.octets > 0);
    else if (this.#trailers !== undefined) this.#sendEnd(this.#trailers);
    else this.#owner.roomMade();
    return false;
  }

  /**
   * Whether the client has kept this stream's window shut, or as good as shut, for `timeoutMs`. Call once a tick.
   * That others are served first, or that the connection is full, is not the stream's fault.
   */
  isStalled(wheel: CoarseWheel, timeoutMs: number): boolean {
    const isShut = this.isWaiting && this.#window.octets < MIN_PROGRESS_OCTETS && !this.#output.isFull;
    if (!isShut || this.#progress >= MIN_PROGRESS_OCTETS || this.#progressAt === undefined) {
      this.#progress = 0;
      this.#progressAt = wheel.now;
      return false;
    }
    return wheel.isOver(this.#progressAt, timeoutMs);
  }

  #wait(content: Buffer): void {
    (this.#waiting ??= new OctetQueue()).push(content);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#window.octets <= 0 || !this.isWaiting) return;
    this.#isScheduled = true;
    this.#output.schedule(this);
  }

  #send(content: Buffer, isEnd: boolean): void {
    this.#window.consume(content.length);
    this.#progress += content.length;
    this.#output.data(this.streamId, content, isEnd);
  }

  #sendEnd(trailers: readonly string[]): void {
    if (trailers.length > 0) {
      this.head((fields) => {
        for (let i = 0; i < trailers.length; i += 2) fields.field(trailers[i]!, trailers[i + 1]!);
      }, true);
    } else {
      this.#output.frames.dataHeader(this.streamId, 0, true);
      this.#output.written();
    }
    this.#ended();
  }

  #ended(): void {
    this.#isClosed = true;
    this.#owner.endSent();
  }
}
