/** Whether what was written to a connection still moves: the clock behind `writeStallTimeoutMs`. */
import type { ITransport } from "../interfaces/transport";
import type { CoarseWheel } from "./coarse-wheel";

export class WriteStall {
  /** Octets given to the transport. Whoever writes counts. */
  written = 0;
  readonly #transport: ITransport;
  readonly #wheel: CoarseWheel;
  #sent = 0;
  /** Stamp of the wheel: the last time that something moved, or was expected to. */
  #progressAt: number;

  constructor(transport: ITransport, wheel: CoarseWheel) {
    this.#transport = transport;
    this.#wheel = wheel;
    this.#progressAt = wheel.now;
  }

  /** From now on octets are expected. */
  restart(): void {
    this.#progressAt = this.#wheel.now;
  }

  /**
   * Whether nothing has moved for `timeoutMs`, though octets wait or an answer is owed. Call once a tick.
   *
   * @param isOwed the client waits for octets that nobody has written
   */
  isOver(timeoutMs: number, isOwed: boolean): boolean {
    const sent = this.written - (this.#transport.unsentOctets ?? 0);
    const isWaiting = sent < this.written || isOwed;
    if (!isWaiting || sent > this.#sent) this.restart();
    this.#sent = sent;
    return isWaiting && this.#wheel.isOver(this.#progressAt, timeoutMs);
  }
}
