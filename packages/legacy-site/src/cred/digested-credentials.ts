/** What a client answers to a digest challenge (twisted.cred.credentials.DigestedCredentials, RFC 7616). */
import { IUsernameDigestHash, IUsernameHashedPassword, type IPasswordCredentials } from "./credentials";
import { digestOf, isDigestAlgorithm } from "./digest-hash";
import { isSameSecret } from "./same-secret";

/** Parameters of the Authorization field, by their names in lower case. */
export type DigestFields = ReadonlyMap<string, string>;

export class DigestedCredentials implements IPasswordCredentials {
  readonly [IUsernameHashedPassword] = true;
  readonly [IUsernameDigestHash] = true;
  readonly username: string;
  readonly method: string;
  readonly realm: string;
  readonly fields: DigestFields;
  readonly #isFresh: () => boolean;
  #wasFresh: boolean | undefined;

  /** @param isFresh asked once, when the digest is right: whether it is not one that somebody has overheard */
  constructor(
    username: string,
    method: string,
    realm: string,
    fields: DigestFields | Readonly<Record<string, string>>,
    isFresh: () => boolean = () => true,
  ) {
    this.username = username;
    this.method = method;
    this.realm = realm;
    this.fields = fields instanceof Map ? fields : new Map(Object.entries(fields));
    this.#isFresh = isFresh;
  }

  checkPassword(password: string): boolean {
    const { algorithm } = this;
    return (
      isDigestAlgorithm(algorithm) && this.#fits(digestOf(algorithm, this.username, this.realm, password))
    );
  }

  /** @param digestHash of `username:realm:password`, as hexadecimal digits */
  checkHash(digestHash: string): boolean {
    return this.#fits(digestHash.toLowerCase());
  }

  get algorithm(): string {
    return (this.fields.get("algorithm") ?? "md5").toLowerCase();
  }

  #fits(secret: string): boolean {
    const { algorithm, fields, method } = this;
    const [nonce, nc, cnonce, qop, uri, response] = ["nonce", "nc", "cnonce", "qop", "uri", "response"].map(
      (name) => fields.get(name) ?? "",
    ) as [string, string, string, string, string, string];
    // A digest over the body (auth-int) is never asked for.
    if (!isDigestAlgorithm(algorithm) || (qop !== "" && qop !== "auth")) return false;
    const counted = nc !== "" && cnonce !== "" ? [nc, cnonce, qop || "auth"] : [];
    const expected = digestOf(algorithm, secret, nonce, ...counted, digestOf(algorithm, method, uri));
    return isSameSecret(expected, response.toLowerCase()) && (this.#wasFresh ??= this.#isFresh());
  }
}
