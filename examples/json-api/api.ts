/**
 * The tree: /login and /notes know their users by the session, /admin by HTTP authentication. The realm has an avatar
 * for each of the two interfaces that it is asked for.
 */
import { InMemoryUsernamePasswordDatabaseDontUse } from "@headgate/legacy-site/cred/checkers";
import { Portal, type Avatar, type IRealm } from "@headgate/legacy-site/cred/portal";
import * as guard from "@headgate/legacy-site/guard";
import * as http from "@headgate/legacy-site/http";
import { IResource } from "@headgate/legacy-site/resource";
import * as server from "@headgate/legacy-site/server";
import { asJson, JsonErrorPage, JsonResource } from "./json-resource";
import { Login, User } from "./login";
import { Notes, NoteStore } from "./notes";

class Users extends JsonResource {
  readonly #store: NoteStore;

  constructor(store: NoteStore) {
    super();
    this.#store = store;
  }

  render_GET(request: server.Request): Buffer {
    const users = this.#store.users.map((name) => ({ name, notes: this.#store.of(name).size }));
    return asJson(request, users);
  }
}

class Realm implements IRealm {
  readonly #store: NoteStore;

  constructor(store: NoteStore) {
    this.#store = store;
  }

  requestAvatar(avatarId: string, _mind: unknown, ...interfaces: readonly unknown[]): Avatar {
    if (interfaces.includes(User)) return [User, new User(avatarId), null];
    if (interfaces.includes(IResource)) return [IResource, this.#adminPages(avatarId), null];
    throw new TypeError("no avatar provides that");
  }

  #adminPages(avatarId: string): JsonErrorPage | JsonResource {
    if (avatarId !== "admin") return new JsonErrorPage(http.FORBIDDEN, "for admin only");
    const pages = new JsonResource();
    pages.putChild("users", new Users(this.#store));
    return pages;
  }
}

/** @param users name -> password */
export function makeApi(users: Readonly<Record<string, string>>): server.Site {
  const store = new NoteStore();
  const portal = new Portal(new Realm(store), [new InMemoryUsernamePasswordDatabaseDontUse(users)]);

  const root = new JsonResource();
  root.putChild("login", new Login(portal));
  root.putChild("notes", new Notes(store));
  root.putChild(
    "admin",
    new guard.HTTPAuthSessionWrapper(portal, [new guard.BasicCredentialFactory("the notes")]),
  );
  return new server.Site(root);
}
