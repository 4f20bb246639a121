/**
 * A socket as a transport: octets in by `dataReceived`, octets out in one write a turn, and one end.
 *
 * Pausing is lazy: the socket is really paused only when a chunk comes that the protocol does not want, so that a
 * pause and a resume between two chunks cost nothing.
 */
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { BodyAborted, BodyDone, BodyLost, ClientGone, RegisteredProducer } from "@headgate/core";
import type {
  Address,
  BodyEnd,
  IHalfCloseableProtocol,
  ILog,
  IPushProducer,
  ITransport,
} from "@headgate/core";
import { resetSocket } from "./reset-socket";
import { SocketWriter } from "./socket-writer";

export interface SocketTransportOptions {
  /** Hears of a protocol or producer that threw. */
  readonly log: ILog;
  /** How long the peer may take to close after we have. */
  readonly closeTimeoutMs: number;
  /** The path that a UNIX socket is bound to. */
  readonly path?: string | undefined;
}

const DEFAULT_OPTIONS: SocketTransportOptions = { log: console, closeTimeoutMs: 5_000 };

const TRANSPORT = Symbol("transport");
type ConnectedSocket = Socket & { [TRANSPORT]: SocketTransport };

export class SocketTransport implements ITransport {
  /** Looked up at once: after a reset there is nobody to ask. */
  readonly peer: Address;
  readonly #socket: Socket;
  readonly #protocol: IHalfCloseableProtocol;
  readonly #options: SocketTransportOptions;
  readonly #writer: SocketWriter;
  #host: Address | undefined;
  /** The protocol wants no octets now. */
  #isPaused = false;
  /** The one chunk that came all the same. The socket is paused then. */
  #held: Buffer | undefined;
  #isEndHeld = false;
  /** Our side is through: what still comes is thrown away. */
  #isClosed = false;
  /** `connectionLost` was called. */
  #isLost = false;
  #closeTimer: NodeJS.Timeout | undefined;
  /** Why it ended, unless in good order. */
  #failure: BodyEnd | undefined;

  private constructor(socket: Socket, protocol: IHalfCloseableProtocol, options: SocketTransportOptions) {
    this.#socket = socket;
    this.#protocol = protocol;
    this.#options = options;
    this.#writer = new SocketWriter(socket);
    this.peer = this.#address(socket.remoteAddress, socket.remotePort);
  }

  /** Ties a protocol to an open socket, which was made with `allowHalfOpen`. */
  static connect(
    socket: Socket,
    protocol: IHalfCloseableProtocol,
    options: SocketTransportOptions = DEFAULT_OPTIONS,
  ): SocketTransport {
    const transport = new SocketTransport(socket, protocol, options);
    (socket as ConnectedSocket)[TRANSPORT] = transport;
    transport.#call(() => protocol.makeConnection(transport));
    for (const [event, listener] of SocketTransport.#listeners) socket.on(event, listener);
    return transport;
  }

  /** One set for all connections: a socket knows its transport, so none of them costs a closure. */
  static readonly #listeners = Object.entries({
    data(this: ConnectedSocket, data: Buffer) {
      this[TRANSPORT].#received(data);
    },
    end(this: ConnectedSocket) {
      this[TRANSPORT].#endReceived();
    },
    drain(this: ConnectedSocket) {
      this[TRANSPORT].#writer.proceed();
    },
    finish(this: ConnectedSocket) {
      this[TRANSPORT].#awaitPeerClose();
    },
    error(this: ConnectedSocket, error: NodeJS.ErrnoException) {
      this[TRANSPORT].#broke(error);
    },
    close(this: ConnectedSocket) {
      this[TRANSPORT].#lose();
    },
  });

  // ---- reading -----------------------------------------------------------------------------------------

  pauseProducing(): void {
    this.#isPaused = true;
  }

  /** What is held is delivered at the end of the turn, never from in here. */
  resumeProducing(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.#socket.isPaused()) process.nextTick(SocketTransport.#letGo, this);
  }

  /** As `abortConnection`, with `connectionLost` before this returns. */
  stopProducing(): void {
    this.abortConnection();
    this.#lose();
  }

  // ---- writing -----------------------------------------------------------------------------------------

  /** The octets are not copied: who wrote them leaves them alone. After a close they are dropped. */
  write(data: Uint8Array): boolean {
    return this.#writer.write(data);
  }

  writeLatin1(octets: string): boolean {
    return this.#writer.writeLatin1(octets);
  }

  get unsentOctets(): number {
    return this.#writer.unsentOctets;
  }

  registerProducer(producer: IPushProducer, streaming: boolean): void {
    if (this.#isLost) producer.stopProducing();
    else {
      const failed = (error: unknown): void => this.#threw(error);
      this.#writer.registerProducer(new RegisteredProducer(producer, streaming, failed));
    }
  }

  unregisterProducer(): void {
    this.#writer.unregisterProducer();
  }

  // ---- closing -----------------------------------------------------------------------------------------

  loseWriteConnection(): void {
    this.#writer.close();
  }

  /** Nothing is delivered any more but `connectionLost`: when the peer has closed too, or its time is up. */
  loseConnection(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#held = undefined;
    this.#socket.resume();
    this.#writer.close();
    if (this.#socket.writableFinished) this.#awaitPeerClose();
  }

  /** `connectionLost(BodyAborted)` follows in a later turn. */
  abortConnection(): void {
    if (this.#socket.destroyed) return;
    this.#isClosed = true;
    this.#writer.discard();
    this.#failure = new BodyAborted("our side aborted the connection");
    resetSocket(this.#socket, !this.isSecure && this.#options.path === undefined);
  }

  // ---- who is there ------------------------------------------------------------------------------------

  get host(): Address {
    return (this.#host ??= this.#address(this.#socket.localAddress, this.#socket.localPort));
  }

  get isSecure(): boolean {
    return (this.#socket as Partial<TLSSocket>).encrypted === true;
  }

  get alpnProtocol(): string | undefined {
    const chosen = (this.#socket as Partial<TLSSocket>).alpnProtocol;
    return typeof chosen === "string" ? chosen : undefined;
  }

  #address(host = "", port = 0): Address {
    const { path } = this.#options;
    return path === undefined ? { type: "TCP", host, port } : { type: "UNIX", host: path, port: 0 };
  }

  // ---- what comes from the socket ----------------------------------------------------------------------

  #received(data: Buffer): void {
    if (this.#isClosed) return;
    if (!this.#isPaused) {
      this.#deliver(data);
      return;
    }
    this.#held = data;
    this.#socket.pause();
  }

  #endReceived(): void {
    if (this.#held === undefined) this.#deliverEnd();
    else this.#isEndHeld = true;
  }

  /** First what is held, then the socket, as far as the protocol lets it. */
  static readonly #letGo = (self: SocketTransport): void => {
    if (self.#isPaused || self.#isClosed) return;
    const held = self.#held;
    if (held !== undefined) {
      self.#held = undefined;
      self.#deliver(held);
      SocketTransport.#letGo(self);
    } else if (self.#isEndHeld) self.#deliverEnd();
    else self.#socket.resume();
  };

  #deliver(data: Buffer): void {
    this.#writer.gather();
    try {
      this.#protocol.dataReceived(data);
    } catch (error) {
      this.#threw(error);
    }
    this.#writer.flush();
  }

  #deliverEnd(): void {
    this.#isEndHeld = false;
    if (!this.#isClosed) this.#call(() => this.#protocol.readConnectionLost());
  }

  /** Our FIN has left. */
  #awaitPeerClose(): void {
    if (!this.#isClosed || this.#socket.readableEnded) return;
    this.#closeTimer ??= setTimeout(() => this.#socket.destroy(), this.#options.closeTimeoutMs).unref();
  }

  #broke(error: NodeJS.ErrnoException): void {
    const wasReset = error.code === "ECONNRESET" || error.code === "EPIPE";
    const cause = new ClientGone(`the connection broke: ${error.message}`, wasReset, { cause: error });
    this.#failure ??= new BodyLost("the connection was lost", { cause });
  }

  #lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#isClosed = true;
    this.#held = undefined;
    clearTimeout(this.#closeTimer);
    this.#writer.stopProducer();
    this.#writer.discard();
    this.#call(() => this.#protocol.connectionLost(this.#failure ?? BodyDone.instance));
  }

  // ---- calls into the protocol -------------------------------------------------------------------------

  #call(event: () => void): void {
    this.#writer.gather();
    try {
      event();
    } catch (error) {
      this.#threw(error);
    }
    this.#writer.flush();
  }

  #threw(error: unknown): void {
    this.#options.log.error("headgate: a protocol or its producer threw; the connection is aborted", error);
    this.abortConnection();
  }
}
