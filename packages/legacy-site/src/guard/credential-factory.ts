/** What a guard asks of each way to log in (twisted.web.iweb.ICredentialFactory). */
import type { Request } from "../request";

/** Parameters of a challenge, in order. */
export type Challenge = Readonly<Record<string, string>>;

/** One way to ask for credentials, and to read them. */
export interface ICredentialFactory {
  /** In lower case. */
  readonly scheme: string;
  getChallenge(request: Request): Challenge;
  /**
   * @param response what follows the scheme
   * @throws LoginFailed for what is malformed
   */
  decode(response: string, request: Request): unknown;
}
