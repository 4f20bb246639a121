/** @headgate/legacy-site/cred/credentials: what users prove themselves with, as in twisted.cred.credentials. */
export {
  Anonymous,
  IAnonymous,
  IUsernameDigestHash,
  IUsernameHashedPassword,
  IUsernamePassword,
  UsernamePassword,
} from "../../cred/credentials";
export type { IPasswordCredentials } from "../../cred/credentials";
export { DigestedCredentials } from "../../cred/digested-credentials";
export type { DigestFields } from "../../cred/digested-credentials";
