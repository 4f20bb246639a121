/**
 * Finds what was once made of the same octets, so that the words that every head repeats cost no new string.
 *
 * One entry a slot: a newcomer takes the place of the old one, so the table can't grow, and who makes words up
 * evicts but never reads. A hit is compared octet by octet; the slot is only a guess.
 */

const SLOTS = 512;
const MAX_OCTETS = 40;

export interface Interned {
  /** The octets it was made of, as latin1. */
  readonly octets: string;
}

export class InternTable<Entry extends Interned> {
  readonly #entries = new Array<Entry | undefined>(SLOTS).fill(undefined);
  readonly #make: (octets: string, slot: number) => Entry;

  constructor(make: (octets: string, slot: number) => Entry) {
    this.#make = make;
  }

  /** The entry for octets[start..end), one octet at least. */
  intern(octets: Buffer, start: number, end: number): Entry {
    const slot = slotOf(octets, start, end);
    const found = this.#entries[slot];
    if (found !== undefined && isSame(found.octets, octets, start, end)) return found;
    const made = this.#make(octets.toString("latin1", start, end), slot);
    if (end - start <= MAX_OCTETS) this.#entries[slot] = made;
    return made;
  }
}

// These four numbers keep the field names in use apart (sec-fetch-mode and sec-fetch-site, for one).
function slotOf(octets: Buffer, start: number, end: number): number {
  const length = end - start;
  const late = octets[start + ((length * 3) >> 2)]!;
  return (length + octets[start]! * 31 + late * 37 + octets[end - 1]! * 13) & (SLOTS - 1);
}

function isSame(text: string, octets: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) {
    if (octets[start + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}
