/**
 * Collects the body of one request into `request.content`, through the request's own `gotLength` and
 * `handleContentChunk`: in memory, in a temporary file, or in what the site provides, under back-pressure.
 */
import {
  BodyDone,
  LimitExceeded,
  UNKNOWN_LENGTH,
  type BodyEnd,
  type IBodyTransport,
  type IProtocol,
  type IRequest,
} from "@headgate/core";
import type { BufferBudget } from "./buffer-budget";
import type { ContentFile } from "./content-file";
import type { IChannelRequest, IContentFile } from "./contracts";
import { Spool } from "./spool";

export interface CollectingOptions {
  readonly budget: BufferBudget;
  readonly threshold: number;
  readonly directory: string | undefined;
  /** The request's methods, or the site's file, see the chunks, and may keep them. */
  readonly lendsChunks: boolean;
}

/** The request that is collected for. */
export interface ICollectingRequest extends IChannelRequest {
  contentFile: IContentFile | null;
}

export class ContentCollector implements IProtocol {
  readonly collectsBody = true;
  readonly borrowsData: boolean;
  readonly #request: ICollectingRequest;
  readonly #options: CollectingOptions;
  readonly #collected: () => void;
  readonly #failed: (error: unknown) => void;
  #transport: IBodyTransport | undefined;
  #spool: Spool | undefined;
  #failure: unknown;
  #isOver = false;

  constructor(
    request: ICollectingRequest,
    options: CollectingOptions,
    collected: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#options = options;
    this.borrowsData = options.lendsChunks;
    this.#collected = collected;
    this.#failed = failed;
  }

  /** @throws LimitExceeded, before the body is invited, for one that could never be held */
  start(body: IRequest): void {
    const { limit } = this.#options.budget;
    const length = body.length === UNKNOWN_LENGTH ? null : body.length;
    if (length !== null && length > limit) {
      throw new LimitExceeded(
        "bufferBudgetOctets",
        `the content is ${length} octets long; ${limit} can be held`,
      );
    }
    this.#request.gotLength(length);
    body.deliverBody(this);
  }

  /** What the request's `gotLength` opens, as far as the framework provides it. */
  openSpool(): IContentFile {
    const { budget, threshold, directory } = this.#options;
    const spool = (this.#spool = new Spool({
      budget,
      threshold,
      directory,
      onDrain: () => this.#transport?.resumeProducing(),
      onError: (error) => this.#abort(error),
    }));
    return new SpoolWriter(spool, () => this.#transport?.pauseProducing());
  }

  // ---- IProtocol ---------------------------------------------------------------------------------------

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
    if (this.#failure !== undefined) transport.stopProducing();
  }

  dataReceived(octets: Buffer): void {
    try {
      this.#request.handleContentChunk(octets);
    } catch (error) {
      this.#abort(error);
    }
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#failure !== undefined) this.#fail(this.#failure);
    else if (!(reason instanceof BodyDone)) this.#fail(reason);
    else if (this.#spool === undefined) this.#finish();
    else this.#spool.finish((content) => this.#finish(content));
  }

  #finish(content?: ContentFile): void {
    const isOurs = this.#request.contentFile instanceof SpoolWriter;
    if (content !== undefined && isOurs) this.#request.contentFile = content;
    else content?.close();
    this.#request.contentFile?.seek(0);
    this.#isOver = true;
    this.#collected();
  }

  /** The budget or the disk is full, or the application wants no more. */
  #abort(error: unknown): void {
    this.#failure ??= error;
    this.#transport?.stopProducing();
    // After the body's end only the spool was still at work.
    this.#fail(this.#failure);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#spool?.discard();
    this.#failed(error);
  }
}

/** Stands for `content` while the body comes. */
class SpoolWriter implements IContentFile {
  readonly #spool: Spool;
  readonly #pause: () => void;

  constructor(spool: Spool, pause: () => void) {
    this.#spool = spool;
    this.#pause = pause;
  }

  write(octets: Buffer): void {
    if (!this.#spool.write(octets)) this.#pause();
  }

  read(): never {
    throw new Error("the body is being collected: it can be read when all of it is there");
  }

  seek(): void {}

  close(): void {
    this.#spool.discard();
  }
}
