/**
 * Calls a function with each chunk of a body (treq: collect).
 *
 * A promise from the function is back-pressure: no chunk comes, and the client is held back, until it has
 * resolved. A function that returns nothing costs no promise per chunk.
 */
import { BodyDone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBody } from "../interfaces/message";
import { isThenable } from "../interfaces/awaitable";
import type { Awaitable } from "../interfaces/awaitable";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";

/**
 * Resolves when the body is complete and the last call has resolved. Rejects with what `chunkReceived` threw or
 * rejected with, the body having been stopped, or with why the body broke off (BodyLost, BodyAborted).
 */
export function collect(body: IBody, chunkReceived: (chunk: Buffer) => Awaitable<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    body.deliverBody(new ChunkCaller(chunkReceived, resolve, reject));
  });
}

class ChunkCaller implements IProtocol {
  readonly #chunkReceived: (chunk: Buffer) => Awaitable<void>;
  readonly #resolve: () => void;
  readonly #reject: (reason: unknown) => void;
  #transport: IBodyTransport | undefined;
  /** What the function threw or rejected with. */
  #failure: { readonly reason: unknown } | undefined;

  constructor(
    chunkReceived: (chunk: Buffer) => Awaitable<void>,
    resolve: () => void,
    reject: (reason: unknown) => void,
  ) {
    this.#chunkReceived = chunkReceived;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
  }

  dataReceived(data: Buffer): void {
    try {
      const taken = this.#chunkReceived(data);
      if (!isThenable(taken)) return;
      this.#transport?.pauseProducing();
      taken.then(this.#resume, this.#stop);
    } catch (error) {
      this.#stop(error);
    }
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#failure !== undefined) this.#reject(this.#failure.reason);
    else if (reason instanceof BodyDone) this.#resolve();
    else this.#reject(reason);
  }

  readonly #resume = (): void => {
    this.#transport?.resumeProducing();
  };

  readonly #stop = (reason: unknown): void => {
    this.#failure ??= { reason };
    this.#transport?.stopProducing();
  };
}
