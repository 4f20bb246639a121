/** HTTP Basic authentication (twisted.web.guard.BasicCredentialFactory, RFC 7617). */
import { decodeBase64 } from "../base64";
import { LoginFailed } from "../cred/cred-errors";
import { UsernamePassword } from "../cred/credentials";
import { decodeBytes } from "../octets";
import type { Request } from "../request";
import type { Challenge, ICredentialFactory } from "./credential-factory";

export class BasicCredentialFactory implements ICredentialFactory {
  readonly scheme = "basic";
  readonly authenticationRealm: string;

  constructor(authenticationRealm: string) {
    this.authenticationRealm = authenticationRealm;
  }

  getChallenge(_request: Request): Challenge {
    return { realm: this.authenticationRealm };
  }

  /** Padding may be missing. @throws LoginFailed */
  decode(response: string, _request: Request): UsernamePassword {
    const octets = decodeBase64(`${response}===`);
    const colon = octets?.indexOf(":") ?? -1;
    if (octets === undefined || colon === -1) throw new LoginFailed("Invalid credentials");
    return new UsernamePassword(
      decodeBytes(octets.subarray(0, colon)),
      decodeBytes(octets.subarray(colon + 1)),
    );
  }
}
