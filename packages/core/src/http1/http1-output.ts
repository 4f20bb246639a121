/**
 * The outgoing side of a connection: what is written, whether there is room, and whether anything moves.
 *
 * It is the producer that the transport pauses and resumes; whoever listens hands that on to the answer under way.
 */
import type { CoarseWheel } from "../channel/coarse-wheel";
import type { IPushProducer, ITransport } from "../interfaces/transport";

export interface IOutputListener {
  outputFull(): void;
  outputDrained(): void;
}

export class Http1Output implements IPushProducer {
  /** The transport has no room. */
  isFull = false;
  /** Stamp of the wheel: the last time that something moved, or was expected to. */
  progressAt: number;
  readonly #transport: ITransport;
  readonly #wheel: CoarseWheel;
  readonly #listener: IOutputListener;
  #written = 0;
  #sent = 0;

  constructor(transport: ITransport, wheel: CoarseWheel, listener: IOutputListener) {
    this.#transport = transport;
    this.#wheel = wheel;
    this.#listener = listener;
    this.progressAt = wheel.now;
    transport.registerProducer(this, true);
  }

  /** Octets as latin1 text. */
  writeLatin1(octets: string): void {
    this.#written += octets.length;
    if (this.#transport.writeLatin1 !== undefined) this.#transport.writeLatin1(octets);
    else this.#transport.write(Buffer.from(octets, "latin1"));
  }

  write(octets: Buffer): void {
    this.#written += octets.length;
    this.#transport.write(octets);
  }

  /** A head and large content: gathered by the transport if it can, by us if it can't. */
  writeBoth(head: string, content: Buffer): void {
    if (this.#transport.writeLatin1 === undefined) {
      this.write(Buffer.concat([Buffer.from(head, "latin1"), content]));
      return;
    }
    this.writeLatin1(head);
    this.write(content);
  }

  /**
   * Whether nothing has moved for `timeoutMs`, though octets wait or an answer is owed. Call once a tick.
   *
   * @param isOwed the client waits for octets that nobody has written
   */
  isStalled(timeoutMs: number, isOwed: boolean): boolean {
    const sent = this.#written - (this.#transport.unsentOctets ?? 0);
    const isWaiting = sent < this.#written || isOwed;
    if (!isWaiting || sent > this.#sent) this.progressAt = this.#wheel.now;
    this.#sent = sent;
    return isWaiting && this.#wheel.isOver(this.progressAt, timeoutMs);
  }

  // ---- IPushProducer, for the transport ----------------------------------------------------------------

  pauseProducing(): void {
    this.isFull = true;
    this.#listener.outputFull();
  }

  resumeProducing(): void {
    this.isFull = false;
    this.#listener.outputDrained();
  }

  stopProducing(): void {
    /* connectionLost follows and says why */
  }
}
