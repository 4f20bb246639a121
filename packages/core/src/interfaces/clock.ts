/** Time, as a contract, so that tests can move it (Twisted: IReactorTime). */
export interface IDelayedCall {
  /** Harmless after the call was made. */
  cancel(): void;
}

export interface IClock {
  /** Milliseconds on a clock that never steps back. */
  now(): number;
  /** Calls `callback` once, not before `delayMs` have passed. Does not keep the process alive. */
  callLater(delayMs: number, callback: () => void): IDelayedCall;
}
