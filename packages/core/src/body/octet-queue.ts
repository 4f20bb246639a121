/**
 * Octets that wait, in the pieces in which they came, first in first out.
 *
 * A limit on octets bounds memory only if pieces cost little beside their octets. So runs of small pieces are
 * joined: a peer that sends single octets makes them wait as blocks.
 */

/** Below this a piece costs about as much to keep as its octets. */
const SMALL_OCTETS = 512;
/** How many small pieces in a row are joined into one. */
const RUN_LENGTH = 64;
/** Taken pieces are forgotten at once; their places are, when there are so many and they are half of all. */
const MIN_TAKEN_PLACES = 64;
const TAKEN = Buffer.alloc(0);

export class OctetQueue {
  /** Octets that wait. */
  octets = 0;
  #pieces: Buffer[] = [];
  /** The first of the pieces that was not taken. */
  #next = 0;
  /** Small pieces at the end, in a row. */
  #run = 0;

  /** The piece is kept as it is, or copied into a block with its neighbours. */
  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.octets += piece.length;
    if (piece.length >= SMALL_OCTETS) this.#run = 0;
    else if (++this.#run === RUN_LENGTH) this.#joinRun();
  }

  /** @returns undefined when nothing waits */
  shift(): Buffer | undefined {
    const piece = this.#pieces[this.#next];
    if (piece === undefined) return undefined;
    this.#pieces[this.#next] = TAKEN;
    this.#next += 1;
    this.octets -= piece.length;
    if (this.#next === this.#pieces.length) this.clear();
    else if (this.#next >= MIN_TAKEN_PLACES && this.#next * 2 >= this.#pieces.length) this.#closeUp();
    return piece;
  }

  /** Puts the rest of a piece back that was just taken. */
  unshift(rest: Buffer): void {
    this.octets += rest.length;
    if (this.#next === 0) this.#pieces.unshift(rest);
    else this.#pieces[--this.#next] = rest;
  }

  clear(): void {
    if (this.#pieces.length > 0) this.#pieces = [];
    this.#next = 0;
    this.#run = 0;
    this.octets = 0;
  }

  /** A queue that is never quite empty must not grow. */
  #closeUp(): void {
    this.#pieces = this.#pieces.slice(this.#next);
    this.#next = 0;
  }

  #joinRun(): void {
    const from = Math.max(this.#next, this.#pieces.length - RUN_LENGTH);
    this.#pieces.push(Buffer.concat(this.#pieces.splice(from)));
    this.#run = 0;
  }
}
