/** Deferreds of what is there already, or comes of a call (twisted.internet.defer). */
import { Deferred, type Settled } from "./deferred";

/** A Deferred that has `value` already. */
export function succeed<T>(value: T): Deferred<T> {
  const deferred = new Deferred<T>();
  deferred.callback(value);
  return deferred;
}

/** A Deferred that has failed already. */
export function fail(reason: unknown): Deferred<never> {
  const deferred = new Deferred<never>();
  deferred.errback(reason);
  return deferred;
}

/** Calls `f` and makes a Deferred of whatever comes: a value, a Deferred, a promise, a throw. */
export function maybeDeferred<U, A extends unknown[]>(
  f: (...args: A) => U,
  ...args: A
): Deferred<Settled<U>> {
  return succeed(undefined).addCallback(() => f(...args));
}
