/** Answers digest challenges as a browser does. A second implementation of the arithmetic, to compare with. */
import { createHash } from "node:crypto";
import type { WireResponse } from "@headgate/core/testing";

export interface DigestAnswer {
  readonly username?: string;
  readonly password?: string;
  readonly method?: string;
  readonly uri?: string;
  readonly nc?: number | string;
  /** Set, or, by undefined, left out in the end: after the digest was made. */
  readonly fields?: Readonly<Record<string, string | undefined>>;
}

const NODE_NAMES: Readonly<Record<string, string>> = { md5: "md5", sha: "sha1", "sha-256": "sha256" };

/** The parameters of the challenge at that place. */
export function challengeIn(response: WireResponse, at = 0): Record<string, string> {
  const challenge = response.headers.getAll("www-authenticate")[at] ?? "";
  const pairs = challenge.matchAll(/([\w-]+)="((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries(Array.from(pairs, ([, name = "", value = ""]) => [name, value]));
}

export function answerTo(
  challenge: Readonly<Record<string, string>>,
  {
    username = "alice",
    password = "wonder land",
    method = "GET",
    uri = "/",
    nc = 1,
    fields = {},
  }: DigestAnswer = {},
): { Authorization: string } {
  const algorithm = challenge["algorithm"] ?? "md5";
  const hash = (...parts: string[]): string =>
    createHash(NODE_NAMES[algorithm]!).update(parts.join(":")).digest("hex");
  const [realm, nonce] = [challenge["realm"]!, challenge["nonce"]!];
  const count = typeof nc === "string" ? nc : nc.toString(16).padStart(8, "0");
  const secret = hash(username, realm, password);
  const response = hash(secret, nonce, count, "abc", "auth", hash(method, uri));
  const opaque = challenge["opaque"]!;
  const all: Record<string, string | undefined> = {
    username,
    realm,
    nonce,
    uri,
    response,
    qop: "auth",
    nc: count,
    cnonce: "abc",
    opaque,
    algorithm,
    ...fields,
  };
  const pairs = Object.entries(all).flatMap(([name, value = null]) =>
    value === null ? [] : [`${name}="${value}"`],
  );
  return { Authorization: `Digest ${pairs.join(", ")}` };
}
