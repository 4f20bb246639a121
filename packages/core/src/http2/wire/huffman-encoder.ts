/** The Huffman code of RFC 7541 appendix B, encoded. */
import { HUFFMAN_CODES } from "./hpack";

const BITS = Uint8Array.from(HUFFMAN_CODES, ([bits]) => bits);
const CODES = Uint32Array.from(HUFFMAN_CODES, ([, code]) => code);

/** Octets that `text` comes to, of characters U+0000 to U+00FF. */
export function huffmanLength(text: string): number {
  const bitsOf = BITS;
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += bitsOf[text.charCodeAt(i)]!;
  return (bits + 7) >>> 3;
}

/** Writes `text` to octets[at..], which has room, and ones to the end of the last octet (section 5.2). */
export function writeHuffman(text: string, octets: Buffer, at: number): void {
  const bitsOf = BITS;
  const codes = CODES;
  let next = at;
  // The last `waiting` bits are not written. They and 25 more fit into 32; a code has up to 30.
  let bits = 0;
  let waiting = 0;
  for (let i = 0; i < text.length; i++) {
    const octet = text.charCodeAt(i);
    const code = codes[octet]!;
    let left = bitsOf[octet]!;
    if (left > 25) {
      left -= 8;
      bits = (bits << left) | (code >>> 8);
      for (waiting += left; waiting >= 8;) octets[next++] = bits >>> (waiting -= 8);
      left = 8;
      bits = (bits << 8) | (code & 0xff);
    } else bits = (bits << left) | code;
    for (waiting += left; waiting >= 8;) octets[next++] = bits >>> (waiting -= 8);
  }
  if (waiting > 0) octets[next] = (bits << (8 - waiting)) | (0xff >>> waiting);
}
