/**
 * A stream that was taken over by CONNECT: octets both ways in DATA frames, under the windows of the stream (RFC 9113
 * section 8.5, RFC 8441 section 5).
 */
import { RegisteredProducer } from "../body/registered-producer";
import type { Inbox } from "../channel/inbox";
import { Tunnel } from "../channel/tunnel";
import { BodyAborted } from "../errors";
import type { ILog } from "../interfaces/server";
import type { Address, IProtocol, IPushProducer, ITransport } from "../interfaces/transport";
import type { H2StreamCredit } from "./h2-stream-credit";
import type { H2StreamSender } from "./h2-stream-sender";
import { ErrorCode } from "./wire/error-code";

/** The stream, as its tunnel sees it. */
export interface ITunnelledStream {
  readonly sender: H2StreamSender;
  readonly channelView: { readonly peer: Address; readonly host: Address; readonly isSecure: boolean };
  reset(errorCode: number): void;
  /** Nobody reads any more: a client that still writes is told, unless there is an end to be sent before. */
  readingEnded(): void;
}

export class H2Tunnel extends Tunnel {
  readonly #stream: ITunnelledStream;
  readonly #credit: H2StreamCredit | undefined;
  #producer: RegisteredProducer | undefined = undefined;
  #isClosing = false;

  /** @param credit undefined: the client has ended its side already */
  constructor(
    stream: ITunnelledStream,
    credit: H2StreamCredit | undefined,
    protocol: IProtocol<ITransport>,
    inbox: Inbox,
    log: ILog,
  ) {
    super(protocol, inbox, log);
    this.#stream = stream;
    this.#credit = credit;
  }

  /** The new protocol still takes what the client says. */
  get isReading(): boolean {
    return !this.#isClosing;
  }

  /** What was written has left, as far as windows go. */
  roomMade(): void {
    if (!this.#stream.sender.isFull) this.#producer?.resume();
  }

  // ---- reading -----------------------------------------------------------------------------------------

  protected override readingWanted(): void {
    /* the window does it */
  }

  protected override taken(octets: number): void {
    this.#credit?.release(octets);
  }

  // ---- ITransport --------------------------------------------------------------------------------------

  /** The octets are not copied: who wrote them leaves them alone. */
  override write(data: Uint8Array): boolean {
    const { sender } = this.#stream;
    sender.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    if (!sender.isFull) return true;
    this.#producer?.pause();
    return false;
  }

  /** Once what was written has left, the client is told that nobody reads. */
  override loseConnection(): void {
    this.#isClosing = true;
    this.loseWriteConnection();
    this.#stream.readingEnded();
  }

  override loseWriteConnection(): void {
    this.#stream.sender.end();
  }

  override abortConnection(): void {
    this.#stream.reset(ErrorCode.CONNECT_ERROR);
  }

  override stopProducing(): void {
    this.connectionLost(new BodyAborted("the tunnel was stopped"));
    this.abortConnection();
  }

  override registerProducer(producer: IPushProducer, streaming: boolean): void {
    if (this.#producer !== undefined) throw new Error("a producer is registered already");
    if (this.isLost) {
      producer.stopProducing();
      return;
    }
    const failed = (error: unknown): void =>
      this.call(() => {
        throw error;
      });
    this.#producer = new RegisteredProducer(producer, streaming, failed);
    if (this.#stream.sender.isFull) this.#producer.pause();
    else this.#producer.resume();
  }

  override unregisterProducer(): void {
    this.#producer?.release();
    this.#producer = undefined;
  }

  /** The stream is gone. */
  stopProducer(): void {
    const producer = this.#producer;
    this.#producer = undefined;
    producer?.stop();
  }

  override get unsentOctets(): number {
    return this.#stream.sender.waitingOctets;
  }

  override get peer(): Address {
    return this.#stream.channelView.peer;
  }

  override get host(): Address {
    return this.#stream.channelView.host;
  }

  override get isSecure(): boolean {
    return this.#stream.channelView.isSecure;
  }
}
