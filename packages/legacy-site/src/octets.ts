/**
 * Octets, and the text that speaks for them (where Python has `surrogateescape`).
 *
 * Octets are a string of characters U+0000 to U+00FF, or a Buffer. Text is what they say in UTF-8; an octet
 * that says nothing in UTF-8 becomes U+DC80 to U+DCFF and turns back into itself, so that an echo is
 * byte-equal: encodeText(decodeText(x)) is x for every x.
 */
import { isUtf8 } from "node:buffer";

const NON_ASCII = /[^\0-\x7f]/;
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;
const EVERY_CONTROL = new RegExp(CONTROL, "g");
const ESCAPED_OCTETS = /([\udc80-\udcff]+)/u; // the u flag leaves the halves of a pair alone

/** Octets -> text. */
export function decodeText(octets: string): string {
  return NON_ASCII.test(octets) ? decodeBytes(Buffer.from(octets, "latin1")) : octets;
}

/** Bytes -> text. */
export function decodeBytes(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : decodeBrokenUtf8(bytes);
}

/** Text -> octets. */
export function encodeText(text: string): string {
  return NON_ASCII.test(text) ? encodeBytes(text).toString("latin1") : text;
}

/** Text -> bytes. */
export function encodeBytes(text: string): Buffer {
  if (!ESCAPED_OCTETS.test(text)) return Buffer.from(text, "utf8");
  // Odd pieces are runs of escaped octets; "latin1" keeps the low byte of each character: the octet.
  return Buffer.concat(
    text.split(ESCAPED_OCTETS).map((piece, index) => Buffer.from(piece, index % 2 === 0 ? "utf8" : "latin1")),
  );
}

/** What would end or break a line of a head becomes a space. */
export function withoutControls(octets: string): string {
  return CONTROL.test(octets) ? octets.replace(EVERY_CONTROL, " ") : octets;
}

/** A loop, not a regular expression: 16 MiB of an uploaded image must not hold the process for seconds. */
function decodeBrokenUtf8(bytes: Buffer): string {
  const utf16 = Buffer.allocUnsafe(bytes.length * 2); // no octet makes more than one unit
  let used = 0;
  const push = (unit: number): void => {
    utf16[used++] = unit & 0xff;
    utf16[used++] = unit >> 8;
  };
  for (let at = 0; at < bytes.length;) {
    const point = codePointAt(bytes, at);
    if (point === BROKEN) {
      push(0xdc00 | bytes[at++]!);
    } else if (point < 0x10000) {
      push(point);
      at += point < 0x80 ? 1 : point < 0x800 ? 2 : 3;
    } else {
      push(0xd7c0 + (point >> 10));
      push(0xdc00 | (point & 0x3ff));
      at += 4;
    }
  }
  return utf16.toString("utf16le", 0, used);
}

const BROKEN = -1;

/** The code point whose well-formed sequence starts at `at` (RFC 3629 section 4), or BROKEN. */
function codePointAt(bytes: Buffer, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return lead;
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xc2 || lead > 0xf4 || !isTail(second)) return BROKEN;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | (second & 0x3f);
  const third = bytes[at + 2] ?? 0;
  if (!isTail(third)) return BROKEN;
  const upper = ((second & 0x3f) << 6) | (third & 0x3f);
  if (lead < 0xf0) {
    const point = ((lead & 0x0f) << 12) | upper;
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    return point < 0x800 || isSurrogate ? BROKEN : point;
  }
  const fourth = bytes[at + 3] ?? 0;
  if (!isTail(fourth)) return BROKEN;
  const point = ((lead & 0x07) << 18) | (upper << 6) | (fourth & 0x3f);
  return point < 0x10000 || point > 0x10ffff ? BROKEN : point;
}

function isTail(octet: number): boolean {
  return (octet & 0xc0) === 0x80;
}
