/** @headgate/legacy-site/cred/error: why a login fails, as in twisted.cred.error. */
export {
  LoginDenied,
  LoginFailed,
  Unauthorized,
  UnauthorizedLogin,
  UnhandledCredentials,
} from "../../cred/cred-errors";
