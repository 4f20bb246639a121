/**
 * A connection without a socket (Twisted: StringTransport): what our side writes is kept, what the peer sends is fed.
 *
 * It behaves as a socket does where a protocol can tell: octets and FIN wait while reading is paused,
 * `dataReceived` is never re-entered, a full buffer pauses the registered producer, nothing follows `connectionLost`.
 * Closing, though, is only noted: `isDisconnecting`, `isAborted`. The test decides when to `lose()` the connection.
 */
import { BodyAborted, BodyDone, BodyLost, ClientGone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type {
  Address,
  IHalfCloseableProtocol,
  IProtocol,
  IPushProducer,
  ITransport,
} from "../interfaces/transport";

export interface StringTransportOptions {
  readonly peer?: Address;
  readonly host?: Address;
  readonly isSecure?: boolean;
  readonly alpnProtocol?: string;
  /** Unsent octets at which it is full, until `drain()`. Absent: the peer takes everything at once. */
  readonly capacity?: number;
}

type ConnectedProtocol = IProtocol<ITransport> & Partial<Pick<IHalfCloseableProtocol, "readConnectionLost">>;

/** What waits in the queue behind the octets that the peer sent. */
const FIN = Symbol("FIN");

export class StringTransport implements ITransport {
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  readonly alpnProtocol: string | undefined;
  /** What each call of `write` gave, copied. */
  readonly writes: Buffer[] = [];
  /** What our side asked of this transport, `write` aside, in order. */
  readonly producerCalls: string[] = [];
  readonly #capacity: number;
  readonly #incoming: (Buffer | typeof FIN)[] = [];
  #protocol: ConnectedProtocol | undefined;
  #producer: IPushProducer | undefined;
  #isStreaming = true;
  #isProducerPaused = false;
  #unsentOctets = 0;
  #isPaused = false;
  #isCalling = false;
  #isWriteClosed = false;
  #isDisconnecting = false;
  #isAborted = false;
  #isLost = false;

  constructor(options: StringTransportOptions = {}) {
    this.peer = options.peer ?? { type: "memory", host: "client", port: 0 };
    this.host = options.host ?? { type: "memory", host: "server", port: 0 };
    this.isSecure = options.isSecure ?? false;
    this.alpnProtocol = options.alpnProtocol;
    this.#capacity = options.capacity ?? Infinity;
  }

  // ---- what a test looks at ----------------------------------------------------------------------------

  /** All that was written since `clear()`. */
  get written(): Buffer {
    return Buffer.concat(this.writes);
  }

  /** Our side has paused reading. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Our FIN has left: the write side was closed and nothing is unsent. */
  get hasFinished(): boolean {
    return this.#isWriteClosed && this.#unsentOctets === 0 && !this.#isAborted;
  }

  /** `loseConnection` or `abortConnection` was called. */
  get isDisconnecting(): boolean {
    return this.#isDisconnecting;
  }

  get isAborted(): boolean {
    return this.#isAborted;
  }

  get unsentOctets(): number {
    return this.#unsentOctets;
  }

  /** The registered producer. */
  get producer(): IPushProducer | undefined {
    return this.#producer;
  }

  // ---- what a test does --------------------------------------------------------------------------------

  connect(protocol: ConnectedProtocol): this {
    this.#protocol = protocol;
    this.#call(() => protocol.makeConnection(this));
    this.#deliverIncoming();
    return this;
  }

  /** The peer sends octets; a string is one octet per character. Dropped once our side has closed. */
  feed(bytes: string | Uint8Array): void {
    this.#incoming.push(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : Buffer.from(bytes));
    this.#deliverIncoming();
  }

  /** The peer sends FIN: `readConnectionLost` for a protocol that has it, else the connection is over. */
  feedEnd(): void {
    this.#incoming.push(FIN);
    this.#deliverIncoming();
  }

  /** The connection is gone: stops the producer and ends the protocol. A second call does nothing. */
  lose(
    reason: BodyEnd = new BodyLost("the connection was lost", { cause: new ClientGone(undefined, true) }),
  ): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#incoming.length = 0;
    const producer = this.#producer;
    this.#producer = undefined;
    producer?.stopProducing();
    this.#protocol?.connectionLost(reason);
  }

  /** The peer takes this many unsent octets; the producer goes on when the buffer is empty. */
  drain(octets = Infinity): void {
    this.#unsentOctets = Math.max(0, this.#unsentOctets - octets);
    if (this.#unsentOctets === 0) this.#resumeProducer();
  }

  /** Forgets what was written. */
  clear(): void {
    this.writes.length = 0;
  }

  // ---- ITransport --------------------------------------------------------------------------------------

  write(data: Uint8Array): boolean {
    if (this.#isWriteClosed || this.#isLost) return true;
    this.writes.push(Buffer.from(data));
    if (this.#capacity === Infinity) return true;
    this.#unsentOctets += data.length;
    if (!this.#isFull) return true;
    this.#pauseProducer();
    return false;
  }

  writeLatin1(octets: string): boolean {
    return this.write(Buffer.from(octets, "latin1"));
  }

  pauseProducing(): void {
    this.producerCalls.push("pauseProducing");
    this.#isPaused = true;
  }

  resumeProducing(): void {
    this.producerCalls.push("resumeProducing");
    this.#isPaused = false;
    this.#deliverIncoming();
  }

  stopProducing(): void {
    this.producerCalls.push("stopProducing");
    this.lose(new BodyAborted("the protocol stopped its transport"));
  }

  loseConnection(): void {
    this.producerCalls.push("loseConnection");
    this.#isWriteClosed = true;
    this.#isDisconnecting = true;
  }

  loseWriteConnection(): void {
    this.producerCalls.push("loseWriteConnection");
    this.#isWriteClosed = true;
  }

  abortConnection(): void {
    this.producerCalls.push("abortConnection");
    this.#isWriteClosed = true;
    this.#isDisconnecting = true;
    this.#isAborted = true;
  }

  registerProducer(producer: IPushProducer, streaming: boolean): void {
    this.producerCalls.push("registerProducer");
    if (this.#producer !== undefined) throw new Error("a producer is registered already");
    if (this.#isLost) {
      producer.stopProducing();
      return;
    }
    this.#producer = producer;
    this.#isStreaming = streaming;
    this.#isProducerPaused = !streaming;
    if (this.#isFull) this.#pauseProducer();
    else if (!streaming) this.#resumeProducer();
  }

  unregisterProducer(): void {
    this.producerCalls.push("unregisterProducer");
    this.#producer = undefined;
  }

  // ---- inside ------------------------------------------------------------------------------------------

  get #isFull(): boolean {
    return this.#unsentOctets >= this.#capacity;
  }

  #pauseProducer(): void {
    if (this.#isProducerPaused) return;
    this.#isProducerPaused = true;
    this.#producer?.pauseProducing();
  }

  /** A pull producer stays paused between its pieces: it is resumed once at registration and once a `drain`. */
  #resumeProducer(): void {
    if (!this.#isProducerPaused) return;
    this.#isProducerPaused = !this.#isStreaming;
    this.#producer?.resumeProducing();
  }

  #deliverIncoming(): void {
    const protocol = this.#protocol;
    if (protocol === undefined) return;
    while (this.#incoming.length > 0 && !this.#isPaused && !this.#isCalling) {
      const item = this.#incoming.shift()!;
      if (this.#isDisconnecting || this.#isLost) continue;
      if (item !== FIN) this.#call(() => protocol.dataReceived(item));
      else if (protocol.readConnectionLost !== undefined) this.#call(() => protocol.readConnectionLost?.());
      else this.lose(BodyDone.instance);
    }
  }

  /** Calls the protocol; what is fed meanwhile waits until it returns. */
  #call(event: () => void): void {
    this.#isCalling = true;
    try {
      event();
    } finally {
      this.#isCalling = false;
    }
  }
}
