/** The arithmetic of HTTP Digest authentication (RFC 7616 section 3.4). Text in, hexadecimal digits out. */
import { createHash } from "node:crypto";
import { encodeBytes } from "../octets";

/** As twisted.web names them -> as Node does. */
const ALGORITHMS = { md5: "md5", sha: "sha1", "sha-256": "sha256" } as const;

export type DigestAlgorithm = keyof typeof ALGORITHMS;

export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(ALGORITHMS, name);
}

export function digestOf(algorithm: DigestAlgorithm, ...parts: readonly string[]): string {
  return createHash(ALGORITHMS[algorithm])
    .update(encodeBytes(parts.join(":")))
    .digest("hex");
}
