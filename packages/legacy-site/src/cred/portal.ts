/**
 * Where credentials become an avatar (twisted.cred.portal): a checker says whose they are, and the realm has what that
 * user may have.
 */
import type { InterfaceToken } from "../components";
import type { Deferred } from "../deferred";
import { fail, maybeDeferred } from "../settled-deferreds";
import type { ICredentialsChecker } from "./checkers";
import { UnhandledCredentials } from "./cred-errors";
import { isProvidedBy } from "./credentials";

/** [which of the interfaces, what provides it, what to call when the user leaves]. */
export type Avatar<A = unknown> = readonly [
  token: InterfaceToken,
  avatar: A,
  logout: (() => unknown) | null | undefined,
];

export interface IRealm {
  /**
   * @param avatarId as a checker said; ANONYMOUS for nobody in particular
   * @param mind null, for HTTP
   * @param interfaces the avatar is to provide one of them
   */
  requestAvatar(
    avatarId: never,
    mind: unknown,
    ...interfaces: readonly InterfaceToken[]
  ): Avatar | PromiseLike<Avatar>;
}

export class Portal {
  readonly realm: IRealm;
  /** What can be checked -> who checks it. */
  readonly checkers = new Map<InterfaceToken, ICredentialsChecker>();

  constructor(realm: IRealm, checkers: Iterable<ICredentialsChecker> = []) {
    this.realm = realm;
    for (const checker of checkers) this.registerChecker(checker);
  }

  listCredentialsInterfaces(): InterfaceToken[] {
    return [...this.checkers.keys()];
  }

  /** @param credentialInterfaces what it is asked for; none: all that it can check */
  registerChecker(checker: ICredentialsChecker, ...credentialInterfaces: readonly InterfaceToken[]): void {
    const tokens = credentialInterfaces.length > 0 ? credentialInterfaces : checker.credentialInterfaces;
    for (const token of tokens) this.checkers.set(token, checker);
  }

  /** Fails with LoginFailed, or with whatever checker or realm throw. */
  login(credentials: unknown, mind: unknown, ...interfaces: readonly InterfaceToken[]): Deferred<Avatar> {
    for (const [token, checker] of this.checkers) {
      if (!isProvidedBy(token, credentials)) continue;
      return maybeDeferred(() => checker.requestAvatarId(credentials as never)).addCallback((avatarId) => {
        if (avatarId === undefined) throw new TypeError(`${checker.constructor.name} gave no avatar id`);
        return this.realm.requestAvatar(avatarId as never, mind, ...interfaces);
      });
    }
    const kind = (credentials as object | null | undefined)?.constructor.name ?? String(credentials);
    return fail(new UnhandledCredentials(`No checker for ${kind}`));
  }
}
