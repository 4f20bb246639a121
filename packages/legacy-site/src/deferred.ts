/**
 * A result that is not there yet, and the callbacks that wait for it (twisted.internet.defer.Deferred).
 *
 * Unlike a promise it runs its callbacks synchronously, and each replaces the result for the next. A callback
 * that returns a Deferred or a promise makes the following ones wait for that. A failure that no errback has
 * taken a turn of the event loop later is logged; it is never an unhandled rejection.
 */
import type { IClock } from "@headgate/core";
import { isThenable } from "@headgate/core";
import { AlreadyCalledError, CancelledError, timedOut } from "./deferred-errors";
import { Failure } from "./failure";
import { logUnhandledFailure } from "./unhandled-failures";

/** The result of a callback, as the next one sees it. */
export type Settled<U> =
  U extends Deferred<infer V> ? V : U extends PromiseLike<infer V> ? V : Exclude<U, Failure>;

type Step<R> = (result: R) => unknown;

export class Deferred<T = unknown> implements PromiseLike<T> {
  readonly #stopWork: (() => void) | undefined;
  /** Pairs of callback and errback that have not run. */
  #steps: { onValue: Step<never> | undefined; onFailure: Step<Failure> | undefined }[] = [];
  #called = false;
  #result: unknown;
  /** The Deferred that a callback returned, while the rest waits for it. */
  #inner: Deferred | undefined;
  #isRunning = false;
  /** How often `pause` was called, and not taken back. */
  #pauses = 0;
  /** Cancelled with nobody to stop the work: its late result is dropped, once. */
  #ignoresNextResult = false;
  /** A failure that was logged, or that somebody awaits. */
  #knownFailure: unknown;

  /** @param canceller stops the work behind it; may fire the Deferred itself */
  constructor(canceller?: (deferred: Deferred<T>) => void) {
    this.#stopWork = canceller && (() => canceller(this));
  }

  static fromPromise<T>(promise: PromiseLike<T>): Deferred<T> {
    const deferred = new Deferred<T>();
    promise.then(
      (value) => deferred.callback(value),
      (reason: unknown) => deferred.errback(reason),
    );
    return deferred;
  }

  /** true after `callback` or `errback`, even if the callbacks still wait for an inner Deferred. */
  get called(): boolean {
    return this.#called;
  }

  /** Of the callbacks so far; undefined before the first result, and while they wait for an inner Deferred. */
  get result(): unknown {
    return this.#result;
  }

  callback(value: T | Failure): void {
    if (value instanceof Deferred) throw new TypeError("a Deferred is no result: return it from a callback");
    this.#fire(value);
  }

  /** @param reason a Failure, or anything that could be thrown */
  errback(reason: unknown): void {
    this.#fire(Failure.from(reason));
  }

  addCallbacks<U, V = U>(
    callback: (value: T) => U,
    errback?: (failure: Failure) => V,
  ): Deferred<Settled<U | V>> {
    return this.#addStep(callback, errback);
  }

  addCallback<U, A extends unknown[]>(
    callback: (value: T, ...args: A) => U,
    ...args: A
  ): Deferred<Settled<U>> {
    return this.#addStep((value) => callback(value, ...args));
  }

  addErrback<U, A extends unknown[]>(
    errback: (failure: Failure, ...args: A) => U,
    ...args: A
  ): Deferred<T | Settled<U>> {
    return this.#addStep(undefined, (failure) => errback(failure, ...args));
  }

  addBoth<U, A extends unknown[]>(
    callback: (result: T | Failure, ...args: A) => U,
    ...args: A
  ): Deferred<Settled<U>> {
    const onEither = (result: T | Failure): U => callback(result, ...args);
    return this.#addStep(onEither, onEither);
  }

  /** Hands the result over, good or bad: what follows here goes on with undefined. */
  chainDeferred(deferred: Deferred<T>): Deferred<undefined> {
    return this.#addStep(
      (value) => deferred.callback(value),
      (failure) => deferred.errback(failure),
    );
  }

  /**
   * Cancels what takes longer. What comes of it then is handed to `onTimeoutCancel`, whose result goes on; without
   * one a CancelledError becomes a TimeoutError.
   */
  addTimeout<U = never>(
    seconds: number,
    clock: IClock,
    onTimeoutCancel?: (result: T | Failure, seconds: number) => U,
  ): Deferred<T | Settled<U>> {
    let isLate = false;
    const timeout = clock.callLater(seconds * 1000, () => {
      isLate = true;
      this.cancel();
    });
    return this.addBoth((result) => {
      timeout.cancel();
      if (!isLate) return result;
      return onTimeoutCancel === undefined ? timedOut(result, seconds) : onTimeoutCancel(result, seconds);
    }) as Deferred<T | Settled<U>>;
  }

  /** Callbacks wait from now on, until each pause is taken back. */
  pause(): void {
    this.#pauses += 1;
  }

  /** Takes one pause back; with the last one what waits runs, in this turn. */
  unpause(): void {
    this.#pauses = Math.max(0, this.#pauses - 1);
    if (this.#pauses === 0 && this.#called) this.#run();
  }

  /** Stops the work, or what the callbacks wait for. The errbacks see CancelledError. After the end: nothing. */
  cancel(): void {
    if (this.#inner) {
      this.#inner.cancel();
    } else if (!this.#called) {
      if (this.#stopWork) this.#stopWork();
      else this.#ignoresNextResult = true;
      if (!this.called) this.errback(new CancelledError("the Deferred was cancelled"));
    }
  }

  /** For `await`: hands the result over and leaves it in place. A failure is then the caller's affair. */
  then<U = T, V = never>(
    onFulfilled?: ((value: T) => U | PromiseLike<U>) | null,
    onRejected?: ((reason: unknown) => V | PromiseLike<V>) | null,
  ): Deferred<U | V> {
    const next = new Deferred<T>();
    this.addCallbacks(
      (value) => {
        next.callback(value);
        return value;
      },
      (failure) => {
        this.#knownFailure = failure;
        next.errback(failure);
        return failure;
      },
    );
    return next.#addStep(
      onFulfilled ?? undefined,
      onRejected ? (failure) => onRejected(failure.value) : undefined,
    );
  }

  #fire(result: unknown): void {
    if (this.#called) {
      if (!this.#ignoresNextResult) throw new AlreadyCalledError("a Deferred fires once");
      this.#ignoresNextResult = false;
      return;
    }
    this.#called = true;
    this.#result = result;
    this.#run();
  }

  /** A missing callback or errback lets the result through. */
  #addStep(onValue: Step<T> | undefined, onFailure?: Step<Failure>): Deferred<never> {
    this.#steps.push({ onValue, onFailure });
    if (this.#called) this.#run();
    return this as unknown as Deferred<never>;
  }

  /** Runs what can run. A callback added by a callback waits for its turn in the loop that is running. */
  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (!this.#inner && this.#pauses === 0) {
      const step = this.#steps.shift();
      if (!step) break;
      try {
        const result = this.#result;
        if (result instanceof Failure) this.#adopt(step.onFailure ? step.onFailure(result) : result);
        else this.#adopt(step.onValue ? step.onValue(result as never) : result);
      } catch (error) {
        this.#result = Failure.from(error);
      }
    }
    this.#isRunning = false;
    if (this.#pauses === 0 && this.#result instanceof Failure) this.#logUnlessHandled();
  }

  /** Takes a callback's result; one that is not there yet pauses the rest. */
  #adopt(result: unknown): void {
    const inner = isThenable(result) && !(result instanceof Deferred) ? Deferred.fromPromise(result) : result;
    if (!(inner instanceof Deferred)) {
      this.#result = inner;
      return;
    }
    if (inner === this) throw new TypeError("a callback returned the Deferred that it belongs to");
    this.#inner = inner;
    this.#result = undefined;
    inner.addBoth((settled) => {
      this.#inner = undefined;
      this.#result = settled;
      this.#run();
    });
  }

  #logUnlessHandled(): void {
    setImmediate(() => {
      const failure = this.#result;
      if (!(failure instanceof Failure) || failure === this.#knownFailure) return;
      this.#knownFailure = failure;
      logUnhandledFailure(failure);
    });
  }
}
