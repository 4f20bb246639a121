/**
 * The incoming half of an exchange: octets from the connection go through the decoder into the body pipe.
 *
 * It says when it wants octets; while it doesn't, the channel leaves them where they are and, in the end, in the
 * client's send buffer. Limits and clocks of `[BODY_LIMITS]` are looked up when somebody claims the body.
 */
import { BodyPipe, type IBodySource } from "../body/body-pipe";
import { BodyClock } from "../channel/body-clock";
import type { IChannelContext } from "../channel/channel-context";
import { BodyAborted, BodyDone, LimitExceeded, type BodyLost } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import { UNKNOWN_LENGTH } from "../interfaces/message";
import type { IProtocol } from "../interfaces/transport";
import type { Request } from "../message/request";
import type { IContentDecoder } from "./wire/content-decoder";

/** What the content tells its exchange. */
export interface IContentOwner {
  readonly request: Request;
  /** The first `deliverBody`. */
  contentClaimed(): void;
  /** The reader is to get what comes: the client may send it. */
  inviteContent(): void;
  /** Octets are wanted again, or no longer. */
  contentWantedChanged(): void;
  /** The reader has got its end. */
  contentReaderEnded(reason: BodyEnd): void;
  contentReaderFailed(error: unknown): void;
}

export class Http1RequestContent implements IBodySource {
  readonly pipe: BodyPipe;
  /** Octets that the reader took. */
  taken = 0;
  /** The last octet of the message was read from the connection. */
  isComplete = false;
  clock: BodyClock | undefined = undefined;
  readonly #owner: IContentOwner;
  readonly #context: IChannelContext;
  readonly #decoder: IContentDecoder;
  #maxOctets = Infinity;
  /** Nobody will read what is still to come. */
  #isUnwanted = false;
  #swallowing = false;
  #swallowed = 0;

  constructor(
    owner: IContentOwner,
    context: IChannelContext,
    decoder: IContentDecoder,
    length: number | undefined,
  ) {
    this.#owner = owner;
    this.#context = context;
    this.#decoder = decoder;
    this.pipe = new BodyPipe(this, length ?? UNKNOWN_LENGTH, context.options.readAheadOctets);
  }

  /** Somebody claimed the body and neither stopped it nor got its end. */
  get isBeingRead(): boolean {
    return this.pipe.isClaimed && !this.#isUnwanted && !this.pipe.hasEnded;
  }

  get wantsOctets(): boolean {
    if (this.isComplete) return false;
    return this.#isUnwanted ? this.#swallowing : this.pipe.wantsData;
  }

  /** Octets of content that were read and thrown away. */
  get swallowed(): number {
    return this.#swallowed;
  }

  /** Octets still to come, if the length was announced. */
  get remaining(): number | undefined {
    return this.#decoder.remaining;
  }

  get trailerLines(): readonly string[] {
    return this.#decoder.trailers;
  }

  /**
   * Reads from octets[from..] for as long as octets are wanted; returns the place of the first one not used.
   *
   * @throws MalformedBody, LimitExceeded for a message that breaks its framing
   */
  receive(octets: Buffer, from: number): number {
    let at = from;
    while (this.wantsOctets) {
      const piece = this.#decoder.decode(octets, at);
      at = this.#decoder.position;
      if (piece !== undefined) this.#accept(piece);
      if (this.#decoder.isEnded) {
        this.isComplete = true;
        this.pipe.end(BodyDone.instance);
        break;
      }
      if (piece === undefined) break;
    }
    return at;
  }

  /** The message broke off or broke its framing. */
  lose(reason: BodyLost): void {
    this.isComplete = true;
    this.pipe.end(reason);
  }

  /** Our side breaks off: clock, shutdown. What is still to come may be swallowed. */
  abort(reason: BodyAborted): void {
    this.#isUnwanted = true;
    this.pipe.abort(reason);
  }

  /** The answer has ended and nobody reads: from now on octets are thrown away. */
  swallow(): void {
    this.#isUnwanted = true;
    this.#swallowing = true;
    this.#swallowed += this.pipe.heldOctets;
  }

  /** The exchange is over: who claims the content from now on gets this. */
  abandon(reason: BodyAborted): void {
    this.#isUnwanted = true;
    this.pipe.abandon(reason);
  }

  #accept(piece: Buffer): void {
    if (this.#isUnwanted) {
      this.#swallowed += piece.length;
      return;
    }
    if (this.clock !== undefined) this.clock.lastProgress = this.#context.wheel.now;
    if (this.pipe.received + piece.length > this.#maxOctets) {
      this.abort(this.#tooLong(`more than ${this.#maxOctets} octets of content came`));
      return;
    }
    this.pipe.write(piece);
  }

  #tooLong(message: string): BodyAborted {
    return new BodyAborted(message, { cause: new LimitExceeded("maxBodyOctets", message, 413) });
  }

  // ---- IBodySource -------------------------------------------------------------------------------------

  bodyClaimed(reader: IProtocol): BodyAborted | undefined {
    const { options, wheel } = this.#context;
    const limits = this.#context.bodyLimitsFor(this.#owner.request);
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
      return this.#tooLong(`the content is ${expected} octets long; ${this.#maxOctets} are taken`);
    }
    this.#owner.inviteContent();
    return undefined;
  }

  bodyWanted(): void {
    if (this.clock !== undefined) this.clock.lastProgress = this.#context.wheel.now;
    this.#owner.contentWantedChanged();
  }

  bodyUnwanted(): void {
    this.#owner.contentWantedChanged();
  }

  bodyTaken(octets: number): void {
    this.taken += octets;
  }

  bodyEnded(reason: BodyEnd): void {
    if (!(reason instanceof BodyDone)) this.#isUnwanted = true;
    this.#owner.contentReaderEnded(reason);
  }

  readerFailed(error: unknown): void {
    this.#owner.contentReaderFailed(error);
  }
}
