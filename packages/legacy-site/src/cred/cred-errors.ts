/** Why a login fails (twisted.cred.error). */

/** The login failed: a guard answers with a new challenge. */
export class LoginFailed extends Error {
  override readonly name: string = "LoginFailed";
  readonly code: string = "LOGIN_FAILED";
}

/** The credentials are wrong. */
export class UnauthorizedLogin extends LoginFailed {
  override readonly name: string = "UnauthorizedLogin";
  override readonly code = "UNAUTHORIZED_LOGIN";
}

/** The realm does not want this login: too many, too often. */
export class LoginDenied extends LoginFailed {
  override readonly name: string = "LoginDenied";
  override readonly code = "LOGIN_DENIED";
}

/** No checker of the portal knows credentials of this kind. */
export class UnhandledCredentials extends LoginFailed {
  override readonly name: string = "UnhandledCredentials";
  override readonly code = "UNHANDLED_CREDENTIALS";
}

/** Not allowed. An UnauthorizedLogin passes for one too. */
export class Unauthorized extends Error {
  override readonly name: string = "Unauthorized";
  readonly code = "UNAUTHORIZED";

  static override [Symbol.hasInstance](value: unknown): boolean {
    const passes = this === Unauthorized && value instanceof UnauthorizedLogin;
    return passes || Function.prototype[Symbol.hasInstance].call(this, value);
  }
}
