/**
 * The incoming half of an exchange, as far as it is the same in all versions: the pipe, who reads it, and the limits and
 * clocks of `[BODY_LIMITS]`, which are looked up when somebody claims the body.
 *
 * Where the octets come from, and what it takes to hold them back, is the version's business.
 */
import { BodyPipe, type IBodySource } from "../body/body-pipe";
import { BodyAborted, BodyDone, LimitExceeded, type BodyLost } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { UnknownLength } from "../interfaces/message";
import type { IProtocol } from "../interfaces/transport";
import type { Request } from "../message/request";
import type { BodyLimits } from "../options";
import { BodyClock } from "./body-clock";
import type { IChannelContext } from "./channel-context";

/** What the content tells its exchange. */
export interface IContentOwner {
  readonly request: Request;
  /** The first `deliverBody`. */
  contentClaimed(): void;
  /** The reader is to get what comes: the client may send it. */
  inviteContent(): void;
  /** The reader has got its end. */
  contentReaderEnded(reason: BodyEnd): void;
  contentReaderFailed(error: unknown): void;
}

export abstract class RequestContent implements IBodySource {
  readonly pipe: BodyPipe;
  /** Octets that the reader took. */
  taken = 0;
  /** The last octet of the message has come, or none will. */
  isComplete = false;
  clock: BodyClock | undefined = undefined;
  protected readonly context: IChannelContext;
  /** Nobody will read what is still to come. */
  protected isUnwanted = false;
  readonly #owner: IContentOwner;
  #maxOctets = Infinity;
  /** The wheel's stamp of when octets began to wait for a reader: it paused, or there is none yet. */
  #heldSince: number | undefined = undefined;
  #heldMs = 0;

  /** @param maxUnclaimedOctets how much is held before anybody claims the body */
  constructor(
    owner: IContentOwner,
    context: IChannelContext,
    length: number | UnknownLength,
    maxUnclaimedOctets: number,
  ) {
    this.#owner = owner;
    this.context = context;
    this.pipe = new BodyPipe(this, length, maxUnclaimedOctets);
  }

  /** Flat: lower-case name, value, ...; complete after `BodyDone`. */
  abstract readonly trailerLines: readonly string[];
  abstract bodyWanted(): void;
  abstract bodyUnwanted(): void;

  /** Somebody claimed the body and neither stopped it nor got its end. */
  get isBeingRead(): boolean {
    return this.pipe.isClaimed && !this.isUnwanted && !this.pipe.hasEnded;
  }

  /** Somebody reads what is still to come, or may yet. */
  get isWanted(): boolean {
    return !this.isUnwanted;
  }

  /** Milliseconds, by the wheel, for which the reader had paused, or octets came and nobody read. */
  get pausedMs(): number {
    const since = this.#heldSince;
    return since === undefined ? this.#heldMs : this.#heldMs + this.context.wheel.now - since;
  }

  /** The message broke off or broke its framing. */
  lose(reason: BodyLost): void {
    this.isComplete = true;
    this.pipe.end(reason);
  }

  /** Our side breaks off: clock, shutdown. What is still to come may be swallowed. */
  abort(reason: BodyAborted): void {
    this.isUnwanted = true;
    this.pipe.abort(reason);
  }

  /** The exchange is over: who claims the content from now on gets this. */
  abandon(reason: BodyAborted): void {
    this.isUnwanted = true;
    this.#heldNoLonger();
    this.pipe.abandon(reason);
  }

  /** A piece of content, which somebody may still want. */
  protected write(piece: Buffer): void {
    if (this.clock === undefined) this.#heldSince ??= this.context.wheel.now;
    else this.clockStarts();
    if (this.pipe.received + piece.length > this.#maxOctets) {
      this.abort(tooLong(`more than ${this.#maxOctets} octets of content came`));
    } else this.pipe.write(piece);
  }

  /** Octets came, or begin to be waited for. */
  protected clockStarts(): void {
    if (this.clock !== undefined) this.clock.lastProgress = this.context.wheel.now;
  }

  /** Limits and clocks are known, and the body is about to be invited. */
  protected claimed(_limits: BodyLimits): void {}

  // ---- IBodySource -------------------------------------------------------------------------------------

  bodyClaimed(reader: IProtocol): BodyAborted | undefined {
    const { options, wheel } = this.context;
    this.#heldNoLonger();
    const limits = this.context.bodyLimitsFor(this.#owner.request);
    this.#maxOctets = limits.maxBodyOctets ?? options.maxBodyOctets;
    let minRate = limits.minBodyRate ?? options.minBodyRate;
    if (typeof minRate !== "number")
      minRate = reader.collectsBody === true ? minRate.collected : minRate.streaming;
    const idleTimeoutMs = limits.bodyIdleTimeoutMs ?? options.bodyIdleTimeoutMs;
    const { length, received } = this.pipe;
    this.clock = new BodyClock(wheel.now, idleTimeoutMs, minRate, received);
    const expected = typeof length === "number" ? length : received;
    this.#owner.contentClaimed();
    if (expected > this.#maxOctets) {
      // Too long by its own account: refused before it is invited.
      return tooLong(`the content is ${expected} octets long; ${this.#maxOctets} are taken`);
    }
    this.claimed(limits);
    this.#owner.inviteContent();
    return undefined;
  }

  bodyTaken(octets: number): void {
    this.taken += octets;
  }

  readerPaused(isPaused: boolean): void {
    if (isPaused) this.#heldSince = this.context.wheel.now;
    else this.#heldNoLonger();
  }

  bodyEnded(reason: BodyEnd): void {
    this.#heldNoLonger();
    if (!(reason instanceof BodyDone)) this.isUnwanted = true;
    this.#owner.contentReaderEnded(reason);
  }

  readerFailed(error: unknown): void {
    this.#owner.contentReaderFailed(error);
  }

  #heldNoLonger(): void {
    this.#heldMs = this.pausedMs;
    this.#heldSince = undefined;
  }
}

function tooLong(message: string): BodyAborted {
  return new BodyAborted(message, { cause: new LimitExceeded("maxBodyOctets", message, 413) });
}
