/**
 * A connection that was taken over: no HTTP any more, two sides and octets (RFC 9110 sections 7.8 and 9.3.6).
 * Octets that were read before the switch come first, held for as long as the new protocol has paused.
 */
import type { BodyEnd } from "../interfaces/body-end";
import type {
  Address,
  IHalfCloseableProtocol,
  IProtocol,
  IPushProducer,
  ITransport,
} from "../interfaces/transport";
import type { ILog } from "../interfaces/server";
import type { Inbox } from "./inbox";

export class Http1Tunnel implements ITransport {
  readonly #transport: ITransport;
  readonly #protocol: IProtocol<ITransport>;
  readonly #inbox: Inbox;
  readonly #log: ILog;
  #isPaused = false;
  #isFeeding = false;

  constructor(transport: ITransport, protocol: IProtocol<ITransport>, inbox: Inbox, log: ILog) {
    this.#transport = transport;
    this.#protocol = protocol;
    this.#inbox = inbox;
    this.#log = log;
  }

  /** Hands the connection over. What `makeConnection` throws is thrown to who asked for it. */
  open(): void {
    this.#isFeeding = true;
    try {
      this.#protocol.makeConnection(this);
    } finally {
      this.#isFeeding = false;
    }
    this.resumeIfWanted();
  }

  dataReceived(data: Buffer): void {
    this.#inbox.put(data);
    this.#feed();
  }

  readConnectionLost(): void {
    const protocol: Partial<IHalfCloseableProtocol> = this.#protocol;
    if (protocol.readConnectionLost !== undefined) this.#call(() => protocol.readConnectionLost?.());
    else this.#transport.loseConnection();
  }

  connectionLost(reason: BodyEnd): void {
    this.#isPaused = true;
    this.#call(() => {
      this.#protocol.connectionLost(reason);
    });
  }

  // ---- ITransport, for the new protocol ----------------------------------------------------------------

  pauseProducing(): void {
    this.#isPaused = true;
    this.#transport.pauseProducing();
  }

  resumeProducing(): void {
    this.#isPaused = false;
    this.resumeIfWanted();
  }

  resumeIfWanted(): void {
    this.#feed();
    if (!this.#isPaused) this.#transport.resumeProducing();
  }

  stopProducing(): void {
    this.#transport.stopProducing();
  }

  write(data: Uint8Array): boolean {
    return this.#transport.write(data);
  }

  loseConnection(): void {
    this.#transport.loseConnection();
  }

  loseWriteConnection(): void {
    if (this.#transport.loseWriteConnection !== undefined) this.#transport.loseWriteConnection();
    else this.#transport.loseConnection();
  }

  abortConnection(): void {
    this.#transport.abortConnection();
  }

  registerProducer(producer: IPushProducer, streaming: boolean): void {
    this.#transport.registerProducer(producer, streaming);
  }

  unregisterProducer(): void {
    this.#transport.unregisterProducer();
  }

  get unsentOctets(): number {
    return this.#transport.unsentOctets ?? 0;
  }

  get peer(): Address {
    return this.#transport.peer ?? { type: "memory", host: "", port: 0 };
  }

  get host(): Address {
    return this.#transport.host ?? { type: "memory", host: "", port: 0 };
  }

  get isSecure(): boolean {
    return this.#transport.isSecure ?? false;
  }

  #feed(): void {
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    while (!this.#isPaused) {
      const data = this.#inbox.take();
      if (data === undefined) break;
      this.#call(() => {
        this.#protocol.dataReceived(data);
      });
    }
    this.#isFeeding = false;
  }

  /** A protocol that throws costs its own connection, not the process. */
  #call(event: () => void): void {
    try {
      event();
    } catch (error) {
      this.#log.error("the protocol that took a connection over threw", error);
      this.#isPaused = true;
      this.#transport.abortConnection();
    }
  }
}
