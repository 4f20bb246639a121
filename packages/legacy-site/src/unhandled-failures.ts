/** Who hears of failures that no errback has taken; by default they go to stderr. */
import type { Failure } from "./failure";

type FailureLogger = (failure: Failure) => void;

let logger: FailureLogger = (failure) => {
  process.stderr.write(`Unhandled error in Deferred:\n${failure.getTraceback()}\n`);
};

export function logUnhandledFailure(failure: Failure): void {
  logger(failure);
}

/** Sets who hears of them; returns who heard of them before. */
export function setUnhandledFailureLogger(another: FailureLogger): FailureLogger {
  const previous = logger;
  logger = another;
  return previous;
}
