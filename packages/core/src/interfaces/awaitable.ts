/** Results that may be there or may come: nothing waits for a promise that nobody made. */

/** A value now, or a promise of it. A thenable's `then` is called once, directly; a value is used in the same turn. */
export type Awaitable<T> = T | PromiseLike<T>;

/** Whether a result is still to come. */
export function isThenable<T>(result: Awaitable<T>): result is PromiseLike<T> {
  return typeof (result as Partial<PromiseLike<T>> | undefined | null)?.then === "function";
}
