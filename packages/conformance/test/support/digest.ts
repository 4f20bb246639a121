/** Answers a digest challenge as a browser does (RFC 2617 section 3.2.2, MD5, qop=auth). */
import { createHash } from "node:crypto";

export function digestFor(
  challenge: string,
  user: string,
  password: string,
  method: string,
  uri: string,
): string {
  const pairs = challenge.matchAll(/([\w-]+)="([^"]*)"/g);
  const given = new Map(Array.from(pairs, ([, name = "", value = ""]) => [name, value]));
  const [realm = "", nonce = "", opaque = ""] = ["realm", "nonce", "opaque"].map((name) => given.get(name));
  const ha1 = md5(`${user}:${realm}:${password}`);
  const response = md5(`${ha1}:${nonce}:00000001:abc:auth:${md5(`${method}:${uri}`)}`);
  const fields = {
    username: user,
    realm,
    nonce,
    uri,
    response,
    opaque,
    qop: "auth",
    nc: "00000001",
    cnonce: "abc",
  };
  return `Digest ${Object.entries(fields)
    .map(([name, value]) => `${name}="${value}"`)
    .join(", ")}`;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
