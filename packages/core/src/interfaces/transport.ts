/**
 * The two directions in which octets flow, as contracts (Twisted: IProtocol, ITransport, IPushProducer).
 *
 * A *protocol* consumes octets and is told when they end; a *transport* is what a protocol may do to the
 * side that sends them. Connections, request bodies and response bodies are all this one pair.
 */
import type { BodyEnd } from "./body-end";

/**
 * Consumes a stream of octets. Order of calls: `makeConnection` once, `dataReceived` any number of times and
 * never re-entered, `connectionLost` once and last.
 */
export interface IProtocol<T = IBodyTransport> {
  /** true: a chunk is valid only during `dataReceived`; who keeps it copies it. Absent: the chunk is yours. */
  readonly borrowsData?: boolean;
  /** true: the reader keeps everything until the end, so `minBodyRate` for collected bodies holds. */
  readonly collectsBody?: boolean;
  /** First call. A pause in here means that no octet comes before `resumeProducing`. */
  makeConnection(transport: T): void;
  /** One piece, in order. Boundaries between pieces carry no meaning. A throw stops the producer. */
  dataReceived(data: Buffer): void;
  /** Last call. `BodyDone` only if every octet that was promised came. */
  connectionLost(reason: BodyEnd): void;
}

/** A protocol on a connection that wants to hear of a FIN while it may still write (Twisted: IHalfCloseableProtocol). */
export interface IHalfCloseableProtocol<T = ITransport> extends IProtocol<T> {
  /** The peer sent FIN: no more octets come, what is written still leaves. At most once, before `connectionLost`. */
  readConnectionLost(): void;
}

/** Produces octets until told otherwise (Twisted: IPushProducer). All three may be called any number of times. */
export interface IPushProducer {
  pauseProducing(): void;
  resumeProducing(): void;
  /** The consumer is gone or has had enough: produce nothing more, give everything back. */
  stopProducing(): void;
}

/** Produces one piece each time it is resumed (Twisted: IPullProducer). */
export interface IPullProducer {
  resumeProducing(): void;
  stopProducing(): void;
}

/** What the reader of a body may do to its sender, and nothing else. */
export interface IBodyTransport {
  /** Deliver nothing more until `resumeProducing`. Holds data and `BodyDone`; never `BodyLost` or `BodyAborted`. */
  pauseProducing(): void;
  /** Go on. From inside `dataReceived` it takes effect after that returns. */
  resumeProducing(): void;
  /** No more, ever: `connectionLost(BodyAborted)` is called, once, before this returns. */
  stopProducing(): void;
}

/** An end of a connection. */
export interface Address {
  readonly type: "TCP" | "UNIX" | "memory";
  /** IP address in text form, or the path of a UNIX socket. */
  readonly host: string;
  /** 0 where there is none. */
  readonly port: number;
}

/** A connection, as its protocol sees it (Twisted: ITransport, IConsumer, ITCPTransport). */
export interface ITransport extends IBodyTransport {
  /** Sends octets, in order. false: the buffer is full; the registered producer is paused and later resumed. */
  write(data: Uint8Array): boolean;
  /** Closes after everything written has left. */
  loseConnection(): void;
  /** Closes now; what has not left is lost (TCP: RST). */
  abortConnection(): void;
  /** Ties a producer to the state of the send buffer. `streaming` false: a pull producer, resumed once a turn. */
  registerProducer(producer: IPushProducer, streaming: boolean): void;
  unregisterProducer(): void;

  /** Optional speed: as `write`, the octets given as a string of characters U+0000 to U+00FF. */
  writeLatin1?(octets: string): boolean;
  /** Sends FIN after everything written has left and goes on reading (Twisted: ITCPTransport.loseWriteConnection). */
  loseWriteConnection?(): void;
  /** Octets written that the peer's kernel has not yet accepted; drives the write-stall clock. */
  readonly unsentOctets?: number;
  readonly peer?: Address;
  readonly host?: Address;
  /** true on TLS. */
  readonly isSecure?: boolean;
  /** What ALPN chose, if anything. */
  readonly alpnProtocol?: string | undefined;
}
