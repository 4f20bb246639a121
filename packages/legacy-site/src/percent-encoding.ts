/**
 * Percent-encoding as Python's urllib does it: of octets, never of text, and what is malformed stays as it is.
 */

/** `%41` -> `A`, over octets. `%zz` stays. */
export function unquote(octets: string): string {
  return octets.includes("%")
    ? unquoteBytes(Buffer.from(octets, "latin1"), false).toString("latin1")
    : octets;
}

/** Octets -> octets; letters, digits and `_.-~` stay, everything else is encoded. */
export function quote(octets: string): string {
  return octets.replace(/[^\w.~-]/g, percentEncode);
}

/** One octet, as a character -> `%C3`. */
export function percentEncode(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * Bytes -> bytes, where something is encoded; else `bytes` itself.
 *
 * @param plusIsSpace as in forms and queries
 */
export function unquoteBytes(bytes: Buffer, plusIsSpace: boolean): Buffer {
  if (!bytes.includes(PERCENT) && !(plusIsSpace && bytes.includes(PLUS))) return bytes;
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at]!;
    if (octet === PLUS && plusIsSpace) {
      decoded[length++] = SPACE;
    } else if (octet === PERCENT && isHexAt(bytes, at + 1) && isHexAt(bytes, at + 2)) {
      decoded[length++] = (HEX_VALUE[bytes[at + 1]!]! << 4) | HEX_VALUE[bytes[at + 2]!]!;
      at += 2;
    } else {
      decoded[length++] = octet;
    }
  }
  return decoded.subarray(0, length);
}

const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;
const NO_DIGIT = 0xff;
const HEX_VALUE = Uint8Array.from({ length: 256 }, (_, octet) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(octet).toLowerCase());
  return digit === -1 ? NO_DIGIT : digit;
});

function isHexAt(bytes: Buffer, at: number): boolean {
  return at < bytes.length && HEX_VALUE[bytes[at]!] !== NO_DIGIT;
}
