/**
 * The outgoing side of a connection: what is written, whether there is room, and whether anything moves.
 *
 * It is the producer that the transport pauses and resumes; whoever listens hands that on to the answer under way.
 */
import type { CoarseWheel } from "../channel/coarse-wheel";
import { WriteStall } from "../channel/write-stall";
import type { IPushProducer, ITransport } from "../interfaces/transport";

export interface IOutputListener {
  outputFull(): void;
  outputDrained(): void;
}

export class Http1Output implements IPushProducer {
  /** The transport has no room. */
  isFull = false;
  readonly stall: WriteStall;
  readonly #transport: ITransport;
  readonly #listener: IOutputListener;

  constructor(transport: ITransport, wheel: CoarseWheel, listener: IOutputListener) {
    this.#transport = transport;
    this.#listener = listener;
    this.stall = new WriteStall(transport, wheel);
    transport.registerProducer(this, true);
  }

  /** Octets as latin1 text. */
  writeLatin1(octets: string): void {
    this.stall.written += octets.length;
    if (this.#transport.writeLatin1 !== undefined) this.#transport.writeLatin1(octets);
    else this.#transport.write(Buffer.from(octets, "latin1"));
  }

  write(octets: Buffer): void {
    this.stall.written += octets.length;
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
