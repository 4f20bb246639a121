/**
 * The promise of a listening endpoint. If listening fails and nobody has asked for the outcome by then, the
 * failure is said in its one line and ends the process: a server that does not listen is of no use.
 */
import type { ILog } from "@headgate/core";
import type { Endpoint } from "@headgate/node";

export class Listening extends Promise<Endpoint> {
  /** What `then` makes is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #isAwaited = false;

  static of(endpoint: Promise<Endpoint>, log: ILog): Listening {
    const listening = new Listening((resolve, reject) => {
      endpoint.then(resolve, reject);
    });
    listening.#dieIfUnawaited(log);
    return listening;
  }

  override then<U = Endpoint, V = never>(
    onFulfilled?: ((endpoint: Endpoint) => U | PromiseLike<U>) | null,
    onRejected?: ((reason: unknown) => V | PromiseLike<V>) | null,
  ): Promise<U | V> {
    this.#isAwaited = true;
    return super.then(onFulfilled, onRejected);
  }

  #dieIfUnawaited(log: ILog): void {
    void super.then(undefined, (error: unknown) => {
      setImmediate(() => {
        if (this.#isAwaited) return;
        log.error(error instanceof Error ? error.message : String(error));
        process.exit(1);
      });
    });
  }
}
