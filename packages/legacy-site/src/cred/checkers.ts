/** Who checks credentials, and says whose they are (twisted.cred.checkers). */
import { randomBytes } from "node:crypto";
import type { InterfaceToken } from "../components";
import type { Deferred } from "../deferred";
import { maybeDeferred } from "../settled-deferreds";
import { UnauthorizedLogin } from "./cred-errors";
import {
  IAnonymous,
  IUsernameHashedPassword,
  IUsernamePassword,
  type IPasswordCredentials,
} from "./credentials";

/** The id of an avatar: a user name, as a rule. Or a promise, or a Deferred, of it. */
export type AvatarId = unknown;

export interface ICredentialsChecker {
  /** What it can check. */
  readonly credentialInterfaces: readonly InterfaceToken[];
  /**
   * The id of whom these credentials belong to, now or later.
   *
   * @throws UnauthorizedLogin, or fails with it
   */
  requestAvatarId(credentials: never): AvatarId;
}

/** The id of an avatar for nobody in particular: nothing that a mistake could make. Compared by identity. */
export const ANONYMOUS: readonly never[] = Object.freeze([]);

/** Lets in whoever gives no credentials. */
export class AllowAnonymousAccess implements ICredentialsChecker {
  readonly credentialInterfaces: readonly InterfaceToken[] = [IAnonymous];

  requestAvatarId(_credentials: unknown): AvatarId {
    return ANONYMOUS;
  }
}

/** No password of anybody. */
const decoy = randomBytes(16).toString("hex");

/**
 * Asks the credentials whether they fit the password of `username`.
 *
 * @param password undefined: there is no such user, which takes as long to find out
 */
export function checkPassword(
  credentials: IPasswordCredentials,
  username: string,
  password: string | undefined,
): Deferred<string> {
  return maybeDeferred(() => credentials.checkPassword(password ?? decoy)).addCallback((fits) => {
    if (!fits || password === undefined) throw new UnauthorizedLogin("wrong user or password");
    return username;
  });
}

/** Users and passwords in memory, as they are: for tests and toys. */
export class InMemoryUsernamePasswordDatabaseDontUse implements ICredentialsChecker {
  readonly credentialInterfaces: readonly InterfaceToken[] = [IUsernamePassword, IUsernameHashedPassword];
  readonly users: Map<string, string>;

  /** @param users name -> password */
  constructor(users: Readonly<Record<string, string>> = {}) {
    this.users = new Map(Object.entries(users));
  }

  addUser(username: string, password: string): void {
    this.users.set(username, password);
  }

  requestAvatarId(credentials: IPasswordCredentials): Deferred<string> {
    const { username } = credentials;
    return checkPassword(credentials, username, this.users.get(username));
  }
}
