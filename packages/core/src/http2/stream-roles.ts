/** Who may do what to whom inside an HTTP/2 connection: what this version adds to the roles that all share. */
import type { IViewedExchange } from "../channel/exchange-roles";
import type { Address } from "../interfaces/transport";
import type { AbuseLimits } from "./abuse-limits";
import type { WindowPool } from "./flow-control-window";
import type { H2Output } from "./h2-output";
import type { Priority } from "./priority";
import type { ExchangeHead } from "./pseudo-header-fields";

/** What the connection tells of a stream that begins. */
export interface StreamBeginning {
  readonly streamId: number;
  readonly head: ExchangeHead;
  /** END_STREAM came with the head. */
  readonly isEnded: boolean;
  readonly priority: Priority;
  readonly sendWindowOctets: number;
}

/** The connection, as all of its streams together see it. */
export interface IStreamsOwner {
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  readonly output: H2Output;
  readonly abuse: AbuseLimits;
  /** What the client has lately set for new streams. */
  readonly sendWindowOctets: number;
  /** A stream was opened. */
  streamOpened(): void;
  /** A stream is gone; none may be left. */
  streamGone(): void;
}

/** The connection, as a stream sees it. `S` is the stream: it names itself. */
export interface IStreamHost<S> {
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  readonly output: H2Output;
  /** What the receive windows of all streams are widened from. */
  readonly pool: WindowPool;
  /** On the wire it is over. */
  streamClosed(stream: S): void;
  /** Nothing of it is left: its handler has ended, and its content was taken. */
  streamOver(stream: S): void;
}

/** The stream, as `request.channel` sees it. */
export interface IViewedStream extends IViewedExchange {
  readonly streamId: number;
  readonly priority: Priority;
  reset(errorCode: number): void;
}
