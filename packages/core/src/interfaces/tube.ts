/**
 * Founts and drains (tubes: IFount, IDrain, IPause): a stream of items between two parties that know only this.
 *
 * Several parties may pause a fount; it flows again when each has given its pause back.
 */
import type { BodyEnd } from "./body-end";

/** Somebody's wish that a fount hold still. */
export interface IPause {
  /** Gives the pause back; a second call does nothing. */
  unpause(): void;
}

export interface IFount<T = Buffer> {
  /** Begins to flow into `drain`, once. Returns what `flowingFrom` returned: the fount behind that drain, if it is one. */
  flowTo<R>(drain: IDrain<T, R>): R;
  /** Nothing is received until the pause is given back. */
  pauseFlow(): IPause;
  /** No more, ever: `flowStopped` is called before this returns, if it has not been. */
  stopFlow(): void;
}

export interface IDrain<T = Buffer, R = unknown> {
  /** First call. What it returns is the result of `flowTo`. */
  flowingFrom(fount: IFount<T>): R;
  /** One item, in order. A Buffer is valid only during the call; who keeps it copies it. */
  receive(item: T): void;
  /** Last call. */
  flowStopped(reason: BodyEnd): void;
}
