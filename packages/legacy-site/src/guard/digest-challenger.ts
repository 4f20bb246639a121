/**
 * Challenges of HTTP Digest authentication, and what may come back (twisted.cred.credentials.DigestCredentialFactory).
 * Nothing is remembered of a challenge: `opaque` says, signed, which nonce was made when, and for whom.
 */
import { createHmac, randomBytes } from "node:crypto";
import { LoginFailed } from "../cred/cred-errors";
import { isDigestAlgorithm, type DigestAlgorithm } from "../cred/digest-hash";
import { DigestedCredentials, type DigestFields } from "../cred/digested-credentials";
import { isSameSecret } from "../cred/same-secret";
import { parseDigestFields } from "./digest-fields";
import { NonceCounts } from "./nonce-counts";

/** The nonce is too old, or was used: the client need not ask its user again. */
export class StaleNonce extends LoginFailed {
  override readonly name = "StaleNonce";
  override readonly code = "STALE_NONCE";
}

export interface DigestChallenge {
  readonly nonce: string;
  readonly opaque: string;
  readonly qop: string;
  readonly algorithm: string;
  readonly realm: string;
}

/** What an answer is checked against. */
export interface DigestContext {
  readonly method: string;
  /** The address of the client. */
  readonly host: string;
  /** In seconds. */
  readonly now: number;
  /** The count of an answer must be there, and grow. */
  readonly refusesReplays: boolean;
  /** Called when the digest is right, but was overheard. */
  readonly replayed?: () => void;
}

export class DigestChallenger {
  static readonly CHALLENGE_LIFETIME_SECS = 15 * 60;

  readonly algorithm: DigestAlgorithm;
  readonly authenticationRealm: string;
  /** Signs `opaque`. Who runs several processes gives them the same. */
  privateKey: Buffer = randomBytes(32);
  readonly #counts = new NonceCounts(DigestChallenger.CHALLENGE_LIFETIME_SECS);

  /** @throws RangeError for another algorithm than md5, sha and sha-256 */
  constructor(algorithm: string, authenticationRealm: string) {
    const known = algorithm.toLowerCase();
    if (!isDigestAlgorithm(known))
      throw new RangeError(`${algorithm} is no algorithm: md5, sha or sha-256 is`);
    this.algorithm = known;
    this.authenticationRealm = authenticationRealm;
  }

  getChallenge(host: string, now: number): DigestChallenge {
    const nonce = randomBytes(16).toString("hex");
    const { algorithm, authenticationRealm: realm } = this;
    return { nonce, opaque: this.#opaqueOf(nonce, host, now), qop: "auth", algorithm, realm };
  }

  /** @throws LoginFailed for what is malformed, was not asked for, or was asked of another client; StaleNonce */
  decode(
    response: string,
    { method, host, now, refusesReplays, replayed }: DigestContext,
  ): DigestedCredentials {
    const fields = parseDigestFields(response);
    if (fields === undefined) throw new LoginFailed("Invalid response, it is malformed.");
    const [username, opaque, nonce] = ["username", "opaque", "nonce"].map((name) => {
      const value = fields.get(name);
      if (!value) throw new LoginFailed(`Invalid response, no ${name} given.`);
      return value;
    }) as [string, string, string];
    this.#checkAlgorithm(fields);
    if (refusesReplays) checkCount(fields);
    const madeAt = this.#verifyOpaque(opaque, nonce, host);
    if (now - madeAt > DigestChallenger.CHALLENGE_LIFETIME_SECS) {
      throw new StaleNonce("Invalid response, incompatible opaque/nonce too old");
    }
    const isFresh = (): boolean => {
      const nc = fields.get("nc");
      if (!refusesReplays || this.#counts.use(nonce, parseInt(nc ?? "", 16), madeAt, now)) return true;
      replayed?.();
      return false;
    };
    const asked = new Map([...fields, ["algorithm", this.algorithm]]);
    return new DigestedCredentials(username, method, this.authenticationRealm, asked, isFresh);
  }

  /** It is for us to choose. */
  #checkAlgorithm(fields: DigestFields): void {
    const algorithm = fields.get("algorithm")?.toLowerCase() ?? this.algorithm;
    if (algorithm !== this.algorithm)
      throw new LoginFailed("Invalid response, another algorithm was asked for.");
  }

  #opaqueOf(nonce: string, host: string, now: number): string {
    const key = [nonce, host, Math.floor(now)].join(",");
    return `${this.#sign(key)}-${Buffer.from(key).toString("base64")}`;
  }

  /** When it was made, in seconds. */
  #verifyOpaque(opaque: string, nonce: string, host: string): number {
    const [signature = "", encoded = "", ...more] = opaque.split("-");
    const key = Buffer.from(encoded, "base64").toString();
    if (more.length > 0 || !isSameSecret(this.#sign(key), signature)) {
      throw new LoginFailed("Invalid response, invalid opaque value");
    }
    // Signed by us, so it has these parts; an address may have commas in it, if a path is one.
    const [signedNonce, ...rest] = key.split(",");
    const madeAt = Number(rest.pop());
    if (signedNonce !== nonce) throw new LoginFailed("Invalid response, incompatible opaque/nonce values");
    if (rest.join(",") !== host) throw new LoginFailed("Invalid response, incompatible opaque/client values");
    return madeAt;
  }

  #sign(key: string): string {
    return createHmac("sha256", this.privateKey).update(key).digest("hex");
  }
}

/** Without a count that the digest vouches for, a replay can't be told. */
function checkCount(fields: DigestFields): void {
  const isCounted = fields.get("qop") === "auth" && /^[0-9a-f]{8}$/i.test(fields.get("nc") ?? "");
  if (!(isCounted && fields.get("cnonce"))) {
    throw new LoginFailed("Invalid response, qop=auth was asked for.");
  }
}
