/**
 * Two bodies, compared while they flow, wherever their pieces begin and end. Of the faster one is held what the slower
 * one has not come to; what would be too much to hold is compared by digests, until they meet. Calls no code of
 * anybody.
 */
import { BlockDigests } from "./block-digests";
import { HeldOctets } from "./held-octets";

export type Side = "old" | "new";

/** Of the smallest blocks that are compared by digests. */
const BLOCK_OCTETS = 65_536;

/** The first octet that differs; undefined: that body had ended there. */
export interface BodyDifference {
  readonly offset: number;
  /**
   * One body was too far ahead to be held: the first octet that differs, or the end of one body alone, is somewhere
   * from `offset` on and before `end`, and the octets are not known (`old` and `new` are undefined).
   */
  readonly end?: number;
  readonly old: number | undefined;
  readonly new: number | undefined;
}

const OTHER: Readonly<Record<Side, Side>> = { old: "new", new: "old" };

export class BodyComparison {
  readonly #windowOctets: number;
  readonly #blockOctets: number;
  readonly #held = new HeldOctets();
  /** Of what comes after the octets that are held. */
  #digests: BlockDigests | undefined;
  /** Whose octets are held. */
  #ahead: Side = "old";
  readonly #ended = { old: false, new: false };
  /** Octets of the one that is behind: they were the same, as far as can be said by now. */
  #compared = 0;
  #difference: BodyDifference | undefined;
  #tooFarAhead: Side | undefined;
  /** The most that was held. */
  peakOctets = 0;

  /**
   * @param windowOctets a side that is so far ahead is held no further. The piece that comes to it is held whole, up
   *   to another window
   */
  constructor(windowOctets: number, blockOctets = BLOCK_OCTETS) {
    this.#windowOctets = windowOctets;
    this.#blockOctets = blockOctets;
  }

  get difference(): BodyDifference | undefined {
    return this.#difference;
  }

  /** The side that went on when it was a window ahead, and might not. */
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
    return !this.#ended[side] && (this.#ended[other] || (this.#lead > 0 && this.#ahead === other));
  }

  /** `side` is a window ahead. */
  isFull(side: Side): boolean {
    return this.#ahead === side && this.#lead >= this.#windowOctets;
  }

  /** @param data is not kept; @param mayGoOn when a window ahead: by digests */
  received(side: Side, data: Buffer, mayGoOn = false): void {
    if (this.#isDecided) return;
    const known = this.#ahead === side ? 0 : Math.min(this.#lead, data.length);
    if (known > 0 && !this.#catchUp(side, data.subarray(0, known))) return;
    if (known < data.length) this.#goAhead(side, data.subarray(known), mayGoOn);
  }

  end(side: Side): void {
    if (this.#isDecided) return;
    this.#ended[side] = true;
    if (this.#lead === 0 || this.#ahead === side) return;
    const digests = this.#digests;
    if (this.#held.length > 0 || digests === undefined) this.#differs(OTHER[side], this.#held.first);
    // The other one's digest of the last block is one of more octets.
    else this.#differsWithin(digests.openBlock, this.#compared + 1);
  }

  clear(): void {
    this.#held.clear();
    this.#digests = undefined;
  }

  /** By how many octets one side is ahead. */
  get #lead(): number {
    return this.#held.length + (this.#digests?.lead ?? 0);
  }

  get #isDecided(): boolean {
    return this.#difference !== undefined || this.#tooFarAhead !== undefined;
  }

  /** @param data not longer than the lead of the other side. Returns whether it is the same so far */
  #catchUp(side: Side, data: Buffer): boolean {
    const held = Math.min(this.#held.length, data.length);
    if (held > 0 && !this.#takeEqual(side, data.subarray(0, held))) return false;
    const digests = this.#digests;
    if (digests === undefined || held === data.length) return true;
    const block = digests.catchUp(data.subarray(held));
    this.#compared += data.length - held;
    // Where they meet, octets can be held again.
    if (digests.lead === 0) this.#digests = undefined;
    if (block !== undefined) this.#differsWithin(block.from, block.end);
    return block === undefined;
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

  #goAhead(side: Side, data: Buffer, mayGoOn: boolean): void {
    if (this.#ended[OTHER[side]]) {
      this.#differs(side, data[0]);
      return;
    }
    if (this.isFull(side) && !mayGoOn) {
      this.#tooFarAhead = side;
      return;
    }
    const isHeld = this.#digests === undefined && !this.isFull(side);
    const room = isHeld ? Math.min(data.length, Math.ceil(2 * this.#windowOctets) - this.#held.length) : 0;
    this.#ahead = side;
    if (room > 0) this.#held.append(data.subarray(0, room));
    this.peakOctets = Math.max(this.peakOctets, this.#held.length);
    if (room === data.length) return;
    this.#digests ??= new BlockDigests(this.#compared + this.#held.length, this.#blockOctets);
    this.#digests.goAhead(data.subarray(room));
  }

  /** The other side has ended here. */
  #differs(longer: Side, octet: number | undefined): void {
    const offset = this.#compared;
    this.#difference =
      longer === "old" ? { offset, old: octet, new: undefined } : { offset, old: undefined, new: octet };
  }

  #differsWithin(offset: number, end: number): void {
    this.#difference = { offset, end, old: undefined, new: undefined };
  }
}
