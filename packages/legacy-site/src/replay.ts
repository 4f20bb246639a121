/**
 * A request whose body has been collected, as a live one: for a resource that streams below one that made the
 * collecting necessary. Same head, same signal, a body that is read once, from memory or the file, as fast as its
 * reader takes it.
 */
import {
  BodyAborted,
  BodyDone,
  BodyPipe,
  bodyLimitsFor,
  LimitExceeded,
  type BodyEnd,
  type Headers,
  type IBodySource,
  type IHTTPChannel,
  type IProtocol,
  type IRequest,
} from "@headgate/core";
import { ContentFile } from "./content-file";
import type { IContentFile } from "./contracts";
import { ContentlessRequest } from "./contentless-request";

const PIECE_OCTETS = 65_536;

export class Replay extends ContentlessRequest implements IRequest, IBodySource {
  readonly method: string;
  readonly uri: string;
  readonly path: string;
  readonly query: string;
  readonly scheme: "http" | "https";
  readonly authority: string;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  readonly upgrade?: string;
  readonly length: number;
  readonly #live: IRequest;
  readonly #content: IContentFile;
  readonly #pipe: BodyPipe;
  #position = 0;
  #isReading = false;
  /** The answer has left: the content is let go when nobody reads it. */
  #isAnswered = false;

  constructor(live: IRequest, content: IContentFile) {
    super();
    this.method = live.method;
    this.uri = live.uri;
    this.path = live.path;
    this.query = live.query;
    this.scheme = live.scheme;
    this.authority = live.authority;
    this.httpVersion = live.httpVersion;
    if (live.upgrade !== undefined) this.upgrade = live.upgrade;
    this.#live = live;
    this.#content = content;
    this.length = lengthOf(content);
    this.#pipe = new BodyPipe(this, this.length, 0);
  }

  get searchParams(): URLSearchParams {
    return this.#live.searchParams;
  }

  get headers(): Headers {
    return this.#live.headers;
  }

  get channel(): IHTTPChannel {
    return this.#live.channel;
  }

  get signal(): AbortSignal {
    return this.#live.signal;
  }

  get trailers(): Promise<Headers> {
    return this.#live.trailers;
  }

  deliverBody(protocol: IProtocol): void {
    this.#pipe.deliverBody(protocol);
  }

  /** The exchange is over, but for a reader that is still at work. */
  answered(): void {
    this.#isAnswered = true;
    if (this.#pipe.isClaimed && !this.#pipe.hasEnded) return;
    this.#pipe.abandon(new BodyAborted("the exchange ended before anybody claimed the body"));
    this.#content.close?.();
  }

  /** Breaks off, whoever reads. */
  abort(reason: BodyAborted): void {
    this.#isAnswered = true;
    this.#pipe.abort(reason);
    this.#content.close?.();
  }

  // ---- IBodySource -------------------------------------------------------------------------------------

  /** Collected under the limits of who had it collected; the nearest to the reader are its own. */
  bodyClaimed(): BodyAborted | undefined {
    const refusal = collectedTooMuch(this.#live, this.length);
    return refusal && new BodyAborted(refusal.message, { cause: refusal });
  }

  bodyWanted(): void {
    this.#read();
  }

  bodyUnwanted(): void {}

  bodyTaken(): void {}

  bodyEnded(_reason: BodyEnd): void {
    if (this.#isAnswered) this.#content.close?.();
  }

  readerFailed(error: unknown): void {
    throw error;
  }

  /** In a loop, since content in memory is read at once. */
  #read(): void {
    while (!this.#isReading && this.#pipe.wantsData) {
      if (this.#position >= this.length) {
        this.#pipe.end(BodyDone.instance);
        return;
      }
      this.#isReading = true;
      this.#readPiece((error, piece) => {
        this.#isReading = false;
        this.#position += piece.length;
        if (error !== null)
          this.#pipe.end(new BodyAborted("the collected body can't be read", { cause: error }));
        else this.#pipe.write(piece);
        this.#read();
      });
    }
  }

  #readPiece(callback: (error: Error | null, piece: Buffer) => void): void {
    const content = this.#content;
    if (content instanceof ContentFile) {
      content.readAt(this.#position, PIECE_OCTETS, callback);
      return;
    }
    content.seek(this.#position);
    callback(null, content.read(PIECE_OCTETS));
  }
}

/** undefined: the limits that hold where the walk has come to allow that many octets. */
export function collectedTooMuch(live: IRequest, octets: number): LimitExceeded | undefined {
  const { maxBodyOctets = Infinity } = bodyLimitsFor(live);
  if (octets <= maxBodyOctets) return undefined;
  const message = `the content is ${octets} octets long; ${maxBodyOctets} are taken`;
  return new LimitExceeded("maxBodyOctets", message, 413);
}

function lengthOf(content: IContentFile): number {
  if (content instanceof ContentFile) return content.length;
  content.seek(0);
  return content.read().length;
}
