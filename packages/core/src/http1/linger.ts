/**
 * A connection after its last answer, while the client may still be writing: FIN went out, octets are read and
 * thrown away for a while, so that the client can read its answer instead of a reset (RFC 9112 section 9.6).
 */
import type { CoarseWheel } from "../channel/coarse-wheel";

export class Linger {
  readonly #limits: { readonly idleMs: number; readonly totalMs: number };
  readonly #since: number;
  #lastOctetAt: number;

  constructor(limits: { readonly idleMs: number; readonly totalMs: number }, now: number) {
    this.#limits = limits;
    this.#since = now;
    this.#lastOctetAt = now;
  }

  octetsReceived(now: number): void {
    this.#lastOctetAt = now;
  }

  isOver(wheel: CoarseWheel): boolean {
    return (
      wheel.isOver(this.#since, this.#limits.totalMs) || wheel.isOver(this.#lastOctetAt, this.#limits.idleMs)
    );
  }
}
