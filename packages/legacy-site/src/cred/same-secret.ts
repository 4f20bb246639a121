/** Compares secrets so that the time it takes says nothing about them, not even their length. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { encodeBytes } from "../octets";

const key = randomBytes(32);

export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(fingerprint(one), fingerprint(other));
}

function fingerprint(secret: string): Buffer {
  return createHmac("sha256", key).update(encodeBytes(secret)).digest();
}
