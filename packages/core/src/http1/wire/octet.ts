/** Octets with a meaning in HTTP/1.1 framing, by the names of RFC 5234 appendix B.1. */
export const HTAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const SEMICOLON = 0x3b;
export const DEL = 0x7f;

/** For each octet its value as a hexadecimal digit, or -1. */
export const HEX_VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  HEX_VALUES[digit.charCodeAt(0)] = value;
  HEX_VALUES[digit.toUpperCase().charCodeAt(0)] = value;
}
