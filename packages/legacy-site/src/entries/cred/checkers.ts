/** @headgate/legacy-site/cred/checkers: who checks credentials, as in twisted.cred.checkers. */
export {
  AllowAnonymousAccess,
  ANONYMOUS,
  InMemoryUsernamePasswordDatabaseDontUse,
} from "../../cred/checkers";
export type { AvatarId, ICredentialsChecker } from "../../cred/checkers";
export { FilePasswordDB } from "../../cred/file-password-db";
export type { FilePasswordOptions, PasswordHash } from "../../cred/file-password-db";
