/**
 * Two bodies, compared octet by octet while they flow, wherever their pieces begin and end. Of the faster one is
 * held what the slower one has not come to. Calls no code of anybody.
 */
import { HeldOctets } from "./held-octets";

export type Side = "old" | "new";

/** The first octet that differs; undefined: that body had ended there. */
export interface BodyDifference {
  readonly offset: number;
  readonly old: number | undefined;
  readonly new: number | undefined;
}

const OTHER: Readonly<Record<Side, Side>> = { old: "new", new: "old" };

export class BodyComparison {
  readonly #windowOctets: number;
  readonly #held = new HeldOctets();
  /** Whose octets are held. */
  #ahead: Side = "old";
  readonly #ended = { old: false, new: false };
  /** Octets that were the same. */
  #compared = 0;
  #difference: BodyDifference | undefined;
  #tooFarAhead: Side | undefined;
  /** The most that was held. */
  peakOctets = 0;

  /** @param windowOctets a side that is so far ahead may not go on; the piece that comes to it is held whole */
  constructor(windowOctets: number) {
    this.#windowOctets = windowOctets;
  }

  get difference(): BodyDifference | undefined {
    return this.#difference;
  }

  /** The side that went on when it was a window ahead. */
  get tooFarAhead(): Side | undefined {
    return this.#tooFarAhead;
  }

  /** Both have ended, without a difference. */
  get isSame(): boolean {
    return this.#ended.old && this.#ended.new && this.#difference === undefined;
  }

  hasEnded(side: Side): boolean {
    return this.#ended[side];
  }

  /** The other side is waited for. */
  isBehind(side: Side): boolean {
    const other = OTHER[side];
    return !this.#ended[side] && (this.#ended[other] || (this.#held.length > 0 && this.#ahead === other));
  }

  /** `side` is a window ahead. */
  isFull(side: Side): boolean {
    return this.#ahead === side && this.#held.length >= this.#windowOctets;
  }

  /** @param data is not kept */
  received(side: Side, data: Buffer): void {
    if (this.#isDecided) return;
    const ahead = this.#ahead === side ? 0 : Math.min(this.#held.length, data.length);
    if (ahead > 0 && !this.#takeEqual(side, data.subarray(0, ahead))) return;
    if (ahead < data.length) this.#goAhead(side, data.subarray(ahead));
  }

  end(side: Side): void {
    if (this.#isDecided) return;
    this.#ended[side] = true;
    if (this.#held.length > 0 && this.#ahead !== side) this.#differs(OTHER[side], this.#held.first);
  }

  clear(): void {
    this.#held.clear();
  }

  get #isDecided(): boolean {
    return this.#difference !== undefined || this.#tooFarAhead !== undefined;
  }

  #takeEqual(side: Side, data: Buffer): boolean {
    const mismatch = this.#held.takeEqual(data);
    if (mismatch === undefined) {
      this.#compared += data.length;
      return true;
    }
    const offset = this.#compared + mismatch.at;
    const { held, other } = mismatch;
    this.#difference = side === "new" ? { offset, old: held, new: other } : { offset, old: other, new: held };
    return false;
  }

  #goAhead(side: Side, data: Buffer): void {
    if (this.#ended[OTHER[side]]) {
      this.#differs(side, data[0]);
      return;
    }
    if (this.isFull(side)) {
      this.#tooFarAhead = side;
      return;
    }
    this.#ahead = side;
    this.#held.append(data);
    this.peakOctets = Math.max(this.peakOctets, this.#held.length);
  }

  /** The other side has ended here. */
  #differs(longer: Side, octet: number | undefined): void {
    const offset = this.#compared;
    this.#difference =
      longer === "old" ? { offset, old: octet, new: undefined } : { offset, old: undefined, new: octet };
  }
}
