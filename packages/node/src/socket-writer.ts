/**
 * The sending half of a connection: one write to the socket a turn, a producer that follows its room, one FIN.
 *
 * What is written while the protocol is being called leaves when it returns (`gather`, `flush`); anything else at
 * the end of the turn.
 */
import type { Socket } from "node:net";
import type { RegisteredProducer } from "@headgate/core";
import { SendBuffer } from "./send-buffer";

/** Above this many unsent octets `write` says false and the producer is paused. */
const HIGH_WATER_OCTETS = 64 * 1024;

export class SocketWriter {
  readonly #socket: Socket;
  readonly #buffer: SendBuffer;
  #producer: RegisteredProducer | undefined;
  #isGathering = false;
  #isFlushScheduled = false;
  /** Our FIN is owed or sent: nothing more is taken. */
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#buffer = new SendBuffer(socket);
  }

  get unsentOctets(): number {
    return this.#buffer.unsentOctets;
  }

  write(data: Uint8Array): boolean {
    if (this.#isClosed) return true;
    this.#buffer.append(data);
    return this.#written();
  }

  writeLatin1(octets: string): boolean {
    if (this.#isClosed) return true;
    this.#buffer.appendLatin1(octets);
    return this.#written();
  }

  /** Holds back what is written until `flush`. */
  gather(): void {
    this.#isGathering = true;
  }

  flush(): void {
    this.#isGathering = false;
    this.#isFlushScheduled = false;
    if (this.#isClosed || !this.#buffer.isEmpty) this.proceed();
  }

  /** The socket may have room again: hands it more, then the FIN that is owed, or lets the producer go on. */
  proceed(): void {
    if (this.#socket.destroyed) {
      this.discard();
      return;
    }
    this.#buffer.flush();
    if (this.#isClosed) {
      if (this.#buffer.isEmpty) this.#socket.end();
    } else if (!this.#isFull) this.#producer?.resume();
  }

  /** FIN, behind everything written. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#producer?.pause();
    this.#scheduleFlush();
  }

  /** The socket is gone, or about to be: drops what is unsent. */
  discard(): void {
    this.#isClosed = true;
    this.#buffer.clear();
    this.#producer?.pause();
  }

  registerProducer(producer: RegisteredProducer): void {
    if (this.#producer !== undefined) throw new Error("a producer is registered already");
    this.#producer = producer;
    if (this.#isClosed || this.#isFull) producer.pause();
    else producer.resume();
  }

  unregisterProducer(): void {
    this.#producer?.release();
    this.#producer = undefined;
  }

  stopProducer(): void {
    const producer = this.#producer;
    this.#producer = undefined;
    producer?.stop();
  }

  get #isFull(): boolean {
    return this.#buffer.unsentOctets > HIGH_WATER_OCTETS;
  }

  #written(): boolean {
    this.#scheduleFlush();
    if (!this.#isFull) return true;
    this.#producer?.pause();
    return false;
  }

  #scheduleFlush(): void {
    if (this.#isGathering || this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    process.nextTick(SocketWriter.#flush, this);
  }

  static readonly #flush = (self: SocketWriter): void => self.flush();
}
