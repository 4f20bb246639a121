/** What a listener needs of a server, and what a server tells about what it is doing. */
import type { IHalfCloseableProtocol } from "./transport";

/** How the content of a request reaches its resource. */
export type BodyMode = "streaming" | "buffered" | "replayed";

/** One live request, as `site.exchanges()` lists it. Octets are content, without framing. */
export interface ExchangeInfo {
  /** Its own for as long as the process runs. */
  readonly id: number;
  readonly method: string;
  /** The raw request target. */
  readonly target: string;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  readonly peer: string;
  /** Name of the resource that the walk has reached; `` before the first. */
  readonly resource: string;
  /** Octets that arrived; while they wait on a connection of HTTP/1.1, with the framing of their chunks. */
  readonly received: number;
  /** Octets announced; undefined if nobody said. */
  readonly expected: number | undefined;
  /** Octets that the resource has taken. */
  readonly taken: number;
  /** Octets that arrived and are held until the resource takes them. */
  readonly waiting: number;
  /** Milliseconds for which its reader had paused, or octets came and nobody read; to a quarter of a second. */
  readonly pausedMs: number;
  /** Milliseconds since its head came, or since its answer ended; to a quarter of a second. */
  readonly ageMs: number;
  readonly mode: BodyMode;
  /** The response's head has left. */
  readonly isAnswering: boolean;
}

/** A connection's protocol, as the listener that owns the connection sees it. */
export interface IServerProtocol extends IHalfCloseableProtocol {
  /** Take no further request: an idle connection closes now, a busy one after the answer it owes. */
  drain(): void;
  /** What is in flight on this connection. */
  exchanges(): readonly ExchangeInfo[];
  /** Ends everything in flight with `BodyAborted` and closes. */
  abort(reason: Error): void;
}

/** What a listener offers to its clients. */
export interface ProtocolOffer {
  /** false: HTTP/1.1 only. */
  readonly http2?: boolean | undefined;
}

/** Whatever can be listened with: a core Site, a legacy Site. */
export interface IServer {
  /** The protocol of one new connection. */
  buildProtocol(offer?: ProtocolOffer): IServerProtocol;
  /** A listener begins to close: answers that would never end by themselves may end now. */
  closing?(): void;
  readonly options: {
    /** Length of the kernel's accept queue. */
    readonly backlog: number;
    /** Accepting pauses at this many open connections; Infinity: never. */
    readonly maxConnections: number;
    readonly log: ILog;
  };
}

/** Where the server says what somebody should know. `console` is one; so is any logger of that shape. */
export interface ILog {
  error(message: string, detail?: unknown): void;
  warn(message: string, detail?: unknown): void;
}
