/**
 * The incoming half of an exchange on HTTP/1.1: octets from the connection go through the decoder into the body pipe.
 *
 * It says when it wants octets; while it doesn't, the channel leaves them where they are and, in the end, in the
 * client's send buffer.
 */
import type { IChannelContext } from "../channel/channel-context";
import { RequestContent, type IContentOwner } from "../channel/request-content";
import { BodyDone } from "../errors";
import { UNKNOWN_LENGTH } from "../interfaces/message";
import type { IContentDecoder } from "./wire/content-decoder";

export interface IHttp1ContentOwner extends IContentOwner {
  /** Octets are wanted again, or no longer. */
  contentWantedChanged(): void;
}

export class Http1RequestContent extends RequestContent {
  /** Octets of content that were read and thrown away. */
  swallowed = 0;
  readonly #owner: IHttp1ContentOwner;
  readonly #decoder: IContentDecoder;
  #swallowing = false;

  constructor(owner: IHttp1ContentOwner, context: IChannelContext, decoder: IContentDecoder) {
    super(owner, context, decoder.remaining ?? UNKNOWN_LENGTH, context.options.readAheadOctets);
    this.#owner = owner;
    this.#decoder = decoder;
  }

  get wantsOctets(): boolean {
    if (this.isComplete) return false;
    return this.isUnwanted ? this.#swallowing : this.pipe.wantsData;
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

  /** The answer has ended and nobody reads: from now on octets are thrown away. */
  swallow(): void {
    this.isUnwanted = true;
    this.#swallowing = true;
    this.swallowed += this.pipe.heldOctets;
  }

  #accept(piece: Buffer): void {
    if (this.isUnwanted) this.swallowed += piece.length;
    else this.write(piece);
  }

  override bodyWanted(): void {
    this.clockStarts();
    this.#owner.contentWantedChanged();
  }

  override bodyUnwanted(): void {
    this.#owner.contentWantedChanged();
  }
}
