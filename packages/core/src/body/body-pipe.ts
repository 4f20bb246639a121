/**
 * The one mechanism behind every body that is pushed: one writer, one reader, exactly one end, in order.
 *
 * A channel writes octets and an end; whoever claims the body gets them, now or later. What can't be delivered
 * yet is held, and the source is told to stop. The pipe never calls its reader re-entrantly.
 *
 *     unclaimed --deliverBody--> flowing <--pause/resume--> paused
 *         any of them --end, stopProducing, a throwing reader--> ended
 */
import { BodyAborted, BodyAlreadyClaimed, BodyDone } from "../errors";
import type { BodyLost } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBody, UnknownLength } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import { OctetQueue } from "./octet-queue";

/** Who writes into a pipe, as the pipe sees it. Calls come in the same turn as their cause. */
export interface IBodySource {
  /** The first `deliverBody`, before `makeConnection`. What it returns is why the reader gets nothing. */
  bodyClaimed(reader: IProtocol): BodyAborted | undefined;
  /** The reader waits, for the first time or again: write on. */
  bodyWanted(): void;
  /** The reader paused, or nobody reads and enough is held: write no more. What is written all the same is held. */
  bodyUnwanted(): void;
  /** The reader took this many octets. */
  bodyTaken(octets: number): void;
  /** The end was delivered. `BodyAborted`: nobody wants what is still to come. */
  bodyEnded(reason: BodyEnd): void;
  /** The reader threw; it has been stopped. */
  readerFailed(error: unknown): void;
  /** The reader paused, or goes on: each pause and each resume once, also when everything has been written. */
  readerPaused?(isPaused: boolean): void;
}

export class BodyPipe implements IBody {
  readonly length: number | UnknownLength;
  readonly #source: IBodySource;
  readonly #maxUnclaimedOctets: number;
  #reader: IProtocol | undefined;
  /** Waiting for the reader. */
  readonly #held = new OctetQueue();
  #received = 0;
  #isPaused = false;
  /** A call into the reader is under way. */
  #isCalling = false;
  /** What the source was last told; undefined: it must be told. */
  #isSourceWanted: boolean | undefined = true;
  #end: BodyEnd | undefined;
  #hasDeliveredEnd = false;

  /** @param maxUnclaimedOctets how much is held before anybody claims the body */
  constructor(source: IBodySource, length: number | UnknownLength, maxUnclaimedOctets: number) {
    this.#source = source;
    this.length = length;
    this.#maxUnclaimedOctets = maxUnclaimedOctets;
  }

  /** Octets written so far. */
  get received(): number {
    return this.#received;
  }

  /** Octets written that no reader has taken. */
  get heldOctets(): number {
    return this.#held.octets;
  }

  get isClaimed(): boolean {
    return this.#reader !== undefined;
  }

  /** A reader is there, has not paused, and has not got its end. */
  get isAwaited(): boolean {
    return this.#reader !== undefined && !this.#isPaused && this.#end === undefined;
  }

  /** The end is known; no more may be written. */
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Whether the writer should go on. */
  get wantsData(): boolean {
    if (this.#end !== undefined) return false;
    if (this.#reader === undefined) return this.#held.octets < this.#maxUnclaimedOctets;
    return !this.#isPaused;
  }

  // ---- the writer's side -------------------------------------------------------------------------------

  write(data: Buffer): void {
    if (this.hasEnded || data.length === 0) return;
    this.#received += data.length;
    const reader = this.#reader;
    if (reader === undefined || this.#isPaused || this.#isCalling || this.#held.octets > 0) {
      this.#held.push(data);
    } else {
      this.#deliver(reader, data);
      this.#drain();
    }
    this.#tellSource();
  }

  /** Ends the body. `BodyDone` waits for what is held; anything else goes past it, once there is a reader. */
  end(reason: BodyEnd): void {
    if (this.#end !== undefined) return;
    if (reason instanceof BodyAborted) {
      this.abort(reason);
      return;
    }
    this.#end = reason;
    if (reason instanceof BodyDone) this.#drain();
    else if (this.#reader !== undefined) this.#finish(this.#reader, reason);
  }

  /** The exchange is over: a body that nobody claimed can't be had any more, even if all of it came. */
  abandon(reason: BodyAborted): void {
    if (this.#reader === undefined) this.abort(reason);
  }

  /** Breaks the body off from our side (limit, clock, shutdown, client gone); harmless after its end was delivered. */
  abort(reason: BodyAborted | BodyLost): void {
    if (this.#hasDeliveredEnd) return;
    this.#end = reason;
    this.#held.clear();
    if (this.#reader !== undefined) this.#finish(this.#reader, reason);
  }

  // ---- the reader's side -------------------------------------------------------------------------------

  deliverBody(protocol: IProtocol): void {
    if (this.#reader !== undefined) throw new BodyAlreadyClaimed();
    this.#reader = protocol;
    this.#isSourceWanted = undefined;
    const refusal = this.#source.bodyClaimed(protocol);
    if (refusal !== undefined) {
      this.#end = refusal;
      this.#held.clear();
    }
    this.#isCalling = true;
    try {
      protocol.makeConnection(new BodyPipeTransport(this));
    } catch (error) {
      this.#isCalling = false;
      this.#fail(error);
      return;
    }
    this.#isCalling = false;
    this.#drain();
    // A pause in makeConnection holds what came and BodyDone, but not bad news.
    if (this.#end !== undefined && !(this.#end instanceof BodyDone)) this.#finish(protocol, this.#end);
    this.#tellSource();
  }

  pauseProducing(): void {
    this.#setPaused(true);
    this.#tellSource();
  }

  resumeProducing(): void {
    this.#setPaused(false);
    this.#drain();
    this.#tellSource();
  }

  stopProducing(): void {
    this.abort(new BodyAborted("the reader stopped the body"));
  }

  #setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (!this.#hasDeliveredEnd) this.#source.readerPaused?.(isPaused);
  }

  // ---- between the two ---------------------------------------------------------------------------------

  /** Delivers what is held, then the end, as far as the reader lets it. */
  #drain(): void {
    const reader = this.#reader;
    if (reader === undefined || this.#isCalling) return;
    while (!this.#isPaused) {
      const data = this.#held.shift();
      if (data === undefined) break;
      this.#deliver(reader, data);
    }
    if (this.#end !== undefined && !this.#isPaused) this.#finish(reader, this.#end);
  }

  #deliver(reader: IProtocol, data: Buffer): void {
    this.#isCalling = true;
    try {
      reader.dataReceived(data);
    } catch (error) {
      this.#isCalling = false;
      this.#fail(error);
      return;
    }
    this.#isCalling = false;
    this.#source.bodyTaken(data.length);
  }

  #finish(reader: IProtocol, reason: BodyEnd): void {
    if (this.#hasDeliveredEnd) return;
    this.#hasDeliveredEnd = true;
    this.#held.clear();
    try {
      reader.connectionLost(reason);
    } catch (error) {
      this.#source.readerFailed(error);
    }
    this.#source.bodyEnded(reason);
  }

  #fail(error: unknown): void {
    this.abort(new BodyAborted("the reader of the body threw", { cause: error }));
    this.#source.readerFailed(error);
  }

  /** Tells the source whether to write on, where that has changed; not in the middle of a call into the reader. */
  #tellSource(): void {
    if (this.#isCalling || this.#end !== undefined) return;
    const isWanted = this.wantsData;
    if (isWanted === this.#isSourceWanted) return;
    this.#isSourceWanted = isWanted;
    if (isWanted) this.#source.bodyWanted();
    else this.#source.bodyUnwanted();
  }
}

/** What the reader of a body holds: three verbs, and no way to the writer's side. */
class BodyPipeTransport implements IBodyTransport {
  readonly #pipe: BodyPipe;

  constructor(pipe: BodyPipe) {
    this.#pipe = pipe;
  }

  pauseProducing(): void {
    this.#pipe.pauseProducing();
  }

  resumeProducing(): void {
    this.#pipe.resumeProducing();
  }

  stopProducing(): void {
    this.#pipe.stopProducing();
  }
}
