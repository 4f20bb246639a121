/** HTTP Digest authentication (twisted.web.guard.DigestCredentialFactory, RFC 7616). */
import { secondsOn } from "../clock-seconds";
import { LoginFailed } from "../cred/cred-errors";
import type { DigestedCredentials } from "../cred/digested-credentials";
import { isHardened } from "../hardening";
import type { Request } from "../request";
import { pathOf } from "../request-urls";
import { DigestChallenger, StaleNonce } from "./digest-challenger";
import type { Challenge, ICredentialFactory } from "./credential-factory";

export interface DigestOptions {
  /**
   * An answer is good once: its count must grow, so `qop=auth` is needed. Default: as `hardened`; twisted.web takes an
   * answer again, and clients that can't count rely on it.
   */
  readonly refusesReplays?: boolean;
  /** The uri in the answer must be that of the request, which a proxy may have rewritten. Default: as `hardened`. */
  readonly checksUri?: boolean;
}

export class DigestCredentialFactory implements ICredentialFactory {
  readonly scheme = "digest";
  readonly digest: DigestChallenger;
  readonly #options: DigestOptions;
  /** Their clients need not ask their users again. */
  readonly #stale = new WeakSet<Request>();

  /** @param algorithm `md5`, `sha`, as twisted.web has them, or `sha-256` */
  constructor(algorithm: string, authenticationRealm: string, options: DigestOptions = {}) {
    this.digest = new DigestChallenger(algorithm, authenticationRealm);
    this.#options = options;
  }

  getChallenge(request: Request): Challenge {
    const challenge = this.digest.getChallenge(hostOf(request), nowFor(request));
    return this.#stale.has(request) ? { ...challenge, stale: "true" } : { ...challenge };
  }

  /** @throws LoginFailed */
  decode(response: string, request: Request): DigestedCredentials {
    try {
      const credentials = this.digest.decode(response, {
        method: request.method,
        host: hostOf(request),
        now: nowFor(request),
        refusesReplays: this.#options.refusesReplays ?? isHardened(request),
        replayed: () => this.#stale.add(request),
      });
      this.#checkUri(credentials.fields.get("uri") ?? "", request);
      return credentials;
    } catch (error) {
      if (error instanceof StaleNonce) this.#stale.add(request);
      throw error;
    }
  }

  #checkUri(given: string, request: Request): void {
    const isChecked = this.#options.checksUri ?? isHardened(request);
    if (!isChecked || originForm(given) === originForm(request.uri)) return;
    throw new LoginFailed("Invalid response, it is for another uri.");
  }
}

/** A target may come with scheme and authority, and the uri without, or the other way round. */
function originForm(uri: string): string {
  const mark = uri.indexOf("?");
  return pathOf(uri) + (mark === -1 ? "" : uri.slice(mark));
}

function hostOf(request: Request): string {
  return request.getClientAddress().host;
}

function nowFor(request: Request): number {
  return request.site === null ? 0 : secondsOn(request.site.reactor);
}
