/**
 * A body for `for await`, by hand and not by an async generator, which would cost several promises per chunk.
 *
 * The body is claimed by the first `next`. At most one chunk waits here; while it does, the body is paused.
 * Leaving the loop early stops the body; a body that breaks off throws its BodyLost or BodyAborted into the loop.
 */
import { BodyDone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBody } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import { discardBody } from "./discard";

export function iterate(body: IBody): AsyncIterableIterator<Buffer, undefined> {
  return new BodyIterator(body);
}

type Next = IteratorResult<Buffer, undefined>;

interface WaitingNext {
  readonly resolve: (next: Next) => void;
  readonly reject: (reason: unknown) => void;
}

const FINISHED: Next = { done: true, value: undefined };

class BodyIterator implements AsyncIterableIterator<Buffer, undefined>, IProtocol {
  readonly #body: IBody;
  readonly #waiting: WaitingNext[] = [];
  #transport: IBodyTransport | undefined;
  #isClaimed = false;
  #chunk: Buffer | undefined;
  /** Nothing comes after `#chunk`. */
  #isOver = false;
  /** Why it broke off; thrown once. */
  #failure: BodyEnd | undefined;

  constructor(body: IBody) {
    this.#body = body;
  }

  // ---- AsyncIterableIterator ---------------------------------------------------------------------------

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Next> {
    const chunk = this.#chunk;
    if (chunk !== undefined) {
      this.#chunk = undefined;
      if (!this.#isOver) this.#transport?.resumeProducing();
      return Promise.resolve({ done: false, value: chunk });
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) return Promise.reject(failure);
    if (this.#isOver) return Promise.resolve(FINISHED);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (!this.#isClaimed) this.#claim();
    });
  }

  return(): Promise<Next> {
    const isOver = this.#isOver;
    this.#isOver = true;
    this.#chunk = undefined;
    this.#failure = undefined;
    if (!this.#isClaimed) {
      this.#isClaimed = true;
      discardBody(this.#body);
    } else if (!isOver) this.#transport?.stopProducing();
    return Promise.resolve(FINISHED);
  }

  #claim(): void {
    this.#isClaimed = true;
    try {
      this.#body.deliverBody(this);
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  // ---- IProtocol ---------------------------------------------------------------------------------------

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
  }

  dataReceived(data: Buffer): void {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      waiting.resolve({ done: false, value: data });
      return;
    }
    this.#chunk = data;
    this.#transport?.pauseProducing();
  }

  connectionLost(reason: BodyEnd): void {
    const wasReturned = this.#isOver;
    this.#isOver = true;
    if (!wasReturned && !(reason instanceof BodyDone)) this.#failure = reason;
    for (const waiting of this.#waiting.splice(0)) this.next().then(waiting.resolve, waiting.reject);
  }
}
