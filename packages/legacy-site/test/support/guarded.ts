/** A guard with one user, and what stands behind it. */
import {
  BasicCredentialFactory,
  HTTPAuthSessionWrapper,
  InMemoryUsernamePasswordDatabaseDontUse,
  Portal,
  type AnyResource,
  type Avatar,
  type ICredentialFactory,
  type ICredentialsChecker,
  type InterfaceToken,
  type IRealm,
  type Request,
} from "../../src/index";
import { Page } from "./resources";

/** Gives everybody the same, and notes who came and who went. */
export class Realm implements IRealm {
  readonly logins: unknown[] = [];
  readonly logouts: unknown[] = [];
  readonly #avatar: AnyResource;

  constructor(avatar: AnyResource) {
    this.#avatar = avatar;
  }

  requestAvatar(avatarId: unknown, _mind: unknown, ...interfaces: readonly InterfaceToken[]): Avatar {
    this.logins.push(avatarId);
    return [interfaces[0]!, this.#avatar, () => this.logouts.push(avatarId)];
  }
}

/** `alice`, whose password is `wonder land`. */
export function users(): InMemoryUsernamePasswordDatabaseDontUse {
  return new InMemoryUsernamePasswordDatabaseDontUse({ alice: "wonder land" });
}

export function guardOf(
  realm: IRealm,
  factories: readonly ICredentialFactory[] = [new BasicCredentialFactory("realm")],
  ...checkers: readonly ICredentialsChecker[]
): HTTPAuthSessionWrapper {
  return new HTTPAuthSessionWrapper(new Portal(realm, checkers.length > 0 ? checkers : [users()]), factories);
}

export function basic(credentials: string): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

export const ALICE = basic("alice:wonder land");

/** Answers with where it stands. */
export function where(request: Request): string {
  return JSON.stringify([request.prepath, request.postpath]);
}

/** Answers at every depth. */
export class Home extends Page {
  constructor() {
    super(where);
  }

  override getChild(): AnyResource {
    return new Home();
  }
}
