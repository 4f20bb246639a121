/**
 * Flow control as arithmetic (RFC 9113 sections 5.2 and 6.9): no frames, no streams, only octets and credit.
 *
 * What a peer may send us = announced - received. Credit goes back in batches of half a window, so that an upload
 * costs two WINDOW_UPDATEs a window and never one a frame.
 */
import { MAX_WINDOW_OCTETS } from "./wire/settings";

/** How much we may send. Negative after the peer has made the initial window smaller (section 6.9.2). */
export class SendWindow {
  #octets: number;

  constructor(octets: number) {
    this.#octets = octets;
  }

  get octets(): number {
    return this.#octets;
  }

  consume(octets: number): void {
    this.#octets -= octets;
  }

  /** By WINDOW_UPDATE, or up or down by SETTINGS. false: the window is beyond 2^31 - 1, an error of the peer. */
  widen(octets: number): boolean {
    this.#octets += octets;
    return this.#octets <= MAX_WINDOW_OCTETS;
  }
}

/** How much the peer may send, and what it has to be told. */
export class ReceiveWindow {
  #size: number;
  /** What the peer believes that it may send. */
  #announced: number;
  /** Free again, and not announced. */
  #returned = 0;

  constructor(octets: number) {
    this.#size = octets;
    this.#announced = octets;
  }

  /** The window, when nothing is on its way or held. */
  get size(): number {
    return this.#size;
  }

  /** Octets came, padding included. false: more than were allowed. */
  receive(octets: number): boolean {
    this.#announced -= octets;
    return this.#announced >= 0;
  }

  /** Octets that came are off our hands. Returns the credit to announce now, as a rule 0. */
  release(octets: number): number {
    this.#returned += octets;
    return this.#returned * 2 >= this.#size ? this.#announce() : 0;
  }

  /** The window has so much more room. Returns the credit to announce, with all that was returned. */
  widen(octets: number): number {
    this.#size += octets;
    this.#returned += octets;
    return this.#announce();
  }

  #announce(): number {
    const credit = this.#returned;
    this.#announced += credit;
    this.#returned = 0;
    return credit;
  }
}

/** What the streams of a connection may have beyond their first windows, all together. */
export class WindowPool {
  #left: number;

  constructor(octets: number) {
    this.#left = octets;
  }

  get left(): number {
    return this.#left;
  }

  /** As much of `wanted` as there is. */
  draw(wanted: number): number {
    const drawn = Math.max(0, Math.min(wanted, this.#left));
    this.#left -= drawn;
    return drawn;
  }

  /** What was drawn, when its stream is over. */
  giveBack(octets: number): void {
    this.#left += octets;
  }
}
