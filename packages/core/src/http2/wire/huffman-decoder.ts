/**
 * The Huffman code of RFC 7541 appendix B, decoded four bits a step by a table of states.
 *
 * A state is an inner node of the code's tree: what has been read of a code that is not complete. There are 256.
 */
import { EOS, HUFFMAN_CODES } from "./hpack";

const STEP_BITS = 4;
const STEPS = 1 << STEP_BITS;
const STATES = 256;

// What a step leads to: the next state, and perhaps an octet.
const OCTET_SHIFT = 8;
const HAS_OCTET = 1 << 16;
const FAILS = 1 << 17;

/** Indexed by state * 16 + four bits. */
const TRANSITIONS = new Uint32Array(STATES * STEPS);
/** Whether a string may end there: padding is at most seven bits, all of them ones (section 5.2). */
const MAY_END = new Uint8Array(STATES);

buildTransitions();

function buildTransitions(): void {
  // A tree of nodes by number, each with what a 0 and a 1 lead to; a leaf is -1 - symbol.
  const nodes: number[][] = [[0, 0]];
  HUFFMAN_CODES.forEach(([bits, code], symbol) => {
    let node = nodes[0]!;
    for (let bit = bits - 1; bit > 0; bit--) {
      const side = (code >>> bit) & 1;
      node[side] ||= nodes.push([0, 0]) - 1;
      node = nodes[node[side]]!;
    }
    node[code & 1] = -1 - symbol;
  });
  for (let state = 0; state < STATES; state++) {
    for (let step = 0; step < STEPS; step++) TRANSITIONS[state * STEPS + step] = follow(nodes, state, step);
  }
  for (let state = 0, bits = 0; bits < 8; bits++) {
    MAY_END[state] = 1;
    state = nodes[state]![1]!;
  }
}

function follow(nodes: readonly number[][], from: number, step: number): number {
  let state = from;
  let octet = 0;
  for (let bit = STEP_BITS - 1; bit >= 0; bit--) {
    const next = nodes[state]![(step >>> bit) & 1]!;
    const symbol = -1 - next;
    if (symbol === EOS) return FAILS;
    if (next < 0) octet = HAS_OCTET | (symbol << OCTET_SHIFT);
    state = Math.max(next, 0);
  }
  return octet | state;
}

/** The shortest code has five bits. */
export const MAX_EXPANSION = 8 / 5;

/**
 * Decodes octets[from..end) into `out`, which has room.
 *
 * @returns how many octets that made, or -1 for what is not the code: EOS in it, or padding that is none
 */
export function decodeHuffman(octets: Buffer, from: number, end: number, out: Buffer): number {
  const transitions = TRANSITIONS;
  let length = 0;
  let state = 0;
  for (let at = from; at < end; at++) {
    const octet = octets[at]!;
    const high = transitions[state * STEPS + (octet >>> STEP_BITS)]!;
    if ((high & HAS_OCTET) !== 0) out[length++] = high >>> OCTET_SHIFT;
    const low = transitions[(high & 0xff) * STEPS + (octet & 0x0f)]!;
    if ((low & HAS_OCTET) !== 0) out[length++] = low >>> OCTET_SHIFT;
    if (((high | low) & FAILS) !== 0) return -1;
    state = low & 0xff;
  }
  return MAY_END[state] === 1 ? length : -1;
}
