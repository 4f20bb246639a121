/** What a Deferred fails with by itself (twisted.internet.defer). */
import { Failure } from "./failure";

export class AlreadyCalledError extends Error {
  override readonly name = "AlreadyCalledError";
}

export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** What is made of a CancelledError when `addTimeout` has cancelled. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** A result that came of cancelling what took too long: stays, unless it is a failure. @throws TimeoutError, or that */
export function timedOut<T>(result: T, seconds: number): T {
  if (!(result instanceof Failure)) return result;
  result.trap(CancelledError);
  throw new TimeoutError(`the Deferred was not fired within ${seconds} seconds`);
}
