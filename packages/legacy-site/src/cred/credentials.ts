/**
 * What somebody gives to prove who he is (twisted.cred.credentials). An object says which interfaces of credentials
 * it provides by carrying their symbols; a portal looks for a checker by them.
 */
import type { InterfaceToken } from "../components";
import { isSameSecret } from "./same-secret";

/** A user name, and a password as it is. */
export const IUsernamePassword: unique symbol = Symbol.for("headgate.IUsernamePassword") as never;
/** A user name, and something that only fits the right password. */
export const IUsernameHashedPassword: unique symbol = Symbol.for("headgate.IUsernameHashedPassword") as never;
/** A user name, and something that only fits the right hash of name, realm and password. */
export const IUsernameDigestHash: unique symbol = Symbol.for("headgate.IUsernameDigestHash") as never;
/** Nobody in particular. */
export const IAnonymous: unique symbol = Symbol.for("headgate.IAnonymous") as never;

/** What the checkers of passwords ask. */
export interface IPasswordCredentials {
  readonly username: string;
  /** Whether this is the right password. */
  checkPassword(password: string): boolean | PromiseLike<boolean>;
}

export class UsernamePassword implements IPasswordCredentials {
  readonly [IUsernamePassword] = true;
  readonly username: string;
  readonly password: string;

  constructor(username: string, password: string) {
    this.username = username;
    this.password = password;
  }

  checkPassword(password: string): boolean {
    return isSameSecret(this.password, password);
  }
}

export class Anonymous {
  readonly [IAnonymous] = true;
}

/** Whether `object` is of that class, or carries that symbol. */
export function isProvidedBy(token: InterfaceToken, object: unknown): boolean {
  if (typeof token === "function") return object instanceof token;
  return typeof object === "object" && object !== null && token in object;
}
