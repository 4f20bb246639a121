/**
 * What was taken over: no HTTP any more, two sides and octets (RFC 9110 sections 7.8 and 9.3.6). To the new protocol it
 * is a connection like any other; what it is made of is the version's business.
 *
 * Octets that came before the switch are delivered first, held for as long as the new protocol has paused.
 */
import { BodyDone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { ILog } from "../interfaces/server";
import type {
  Address,
  IHalfCloseableProtocol,
  IProtocol,
  IPushProducer,
  ITransport,
} from "../interfaces/transport";
import type { Inbox } from "./inbox";

export abstract class Tunnel implements ITransport {
  readonly #protocol: IProtocol<ITransport>;
  readonly #inbox: Inbox;
  readonly #log: ILog;
  #isPaused = false;
  #isFeeding = false;
  /** A FIN came; it is told behind the octets that came before it. */
  #isEndOwed = false;
  #closeOwed: BodyDone | undefined = undefined;
  #isLost = false;

  constructor(protocol: IProtocol<ITransport>, inbox: Inbox, log: ILog) {
    this.#protocol = protocol;
    this.#inbox = inbox;
    this.#log = log;
  }

  /** The new protocol has got its end. */
  protected get isLost(): boolean {
    return this.#isLost;
  }

  abstract readonly peer: Address;
  abstract readonly host: Address;
  abstract readonly isSecure: boolean;
  abstract readonly unsentOctets: number;
  abstract write(data: Uint8Array): boolean;
  abstract loseConnection(): void;
  abstract loseWriteConnection(): void;
  abstract abortConnection(): void;
  abstract registerProducer(producer: IPushProducer, streaming: boolean): void;
  abstract unregisterProducer(): void;
  abstract stopProducing(): void;
  /** The new protocol wants octets, or no longer; asked again after each delivery. */
  protected abstract readingWanted(isWanted: boolean): void;
  /** It has taken these. */
  protected taken(_octets: number): void {}

  /** Hands over. What `makeConnection` throws is thrown to who asked for it. */
  open(): void {
    this.#isFeeding = true;
    try {
      this.#protocol.makeConnection(this);
    } finally {
      this.#isFeeding = false;
    }
    this.#goOn();
  }

  dataReceived(data: Buffer): void {
    this.#inbox.put(data);
    this.#feed();
  }

  readConnectionLost(): void {
    this.#isEndOwed = true;
    this.#feed();
  }

  /** An end in good order is told behind the octets that came before it, any other at once. */
  connectionLost(reason: BodyEnd): void {
    if (this.#isLost) return;
    if (reason instanceof BodyDone && this.#isPaused && this.#inbox.octets > 0) {
      this.#closeOwed = reason;
      return;
    }
    this.#isLost = true;
    this.call(() => this.#protocol.connectionLost(reason));
  }

  pauseProducing(): void {
    this.#isPaused = true;
    this.readingWanted(false);
  }

  resumeProducing(): void {
    this.#isPaused = false;
    this.#goOn();
  }

  #goOn(): void {
    this.#feed();
    if (!this.#isPaused && !this.#isLost) this.readingWanted(true);
  }

  #feed(): void {
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    while (!this.#isPaused && !this.#isLost) {
      const data = this.#inbox.take();
      if (data === undefined) break;
      this.call(() => this.#protocol.dataReceived(data));
      this.taken(data.length);
    }
    this.#isFeeding = false;
    if (this.#isPaused || this.#isLost) return;
    if (this.#isEndOwed) this.#tellEnd();
    if (this.#closeOwed !== undefined) this.connectionLost(this.#closeOwed);
  }

  #tellEnd(): void {
    this.#isEndOwed = false;
    const protocol: Partial<IHalfCloseableProtocol> = this.#protocol;
    if (protocol.readConnectionLost === undefined) this.loseConnection();
    else this.call(() => protocol.readConnectionLost?.());
  }

  /** A protocol that throws costs its own connection, not the process. */
  protected call(event: () => void): void {
    try {
      event();
    } catch (error) {
      this.#log.error("the protocol that took a connection over threw", error);
      this.#isPaused = true;
      this.abortConnection();
    }
  }
}
