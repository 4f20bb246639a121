/**
 * The answer to one call of `responseForRequest`: there at once, or to come. Whoever waits hears of it inside the
 * call that brings it, so that what is written next finds its way to the connection open.
 */
import type { Awaitable, IResponse } from "@headgate/core";
import { Deferred } from "./deferred";

type Outcome = { readonly response: IResponse } | { readonly error: unknown };

export class Answer {
  #outcome: Outcome | undefined;
  #later: Deferred<IResponse> | undefined;

  get isSettled(): boolean {
    return this.#outcome !== undefined;
  }

  /** The first outcome counts. */
  settle(response: IResponse): void {
    if (this.isSettled) return;
    this.#outcome = { response };
    this.#later?.callback(response);
  }

  fail(error: unknown): void {
    if (this.isSettled) return;
    this.#outcome = { error };
    this.#later?.errback(error);
  }

  /** @throws what it failed with */
  get result(): Awaitable<IResponse> {
    if (this.#outcome === undefined) return (this.#later ??= new Deferred());
    if ("error" in this.#outcome) throw this.#outcome.error;
    return this.#outcome.response;
  }
}
