/** Behind a password, by Basic and by Digest. */
import {
  BasicCredentialFactory,
  Data,
  DigestCredentialFactory,
  HTTPAuthSessionWrapper,
  InMemoryUsernamePasswordDatabaseDontUse,
  IResource,
  Portal,
  Resource,
  type AnyResource,
  type Avatar,
  type IRealm,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Home extends Resource {
  override readonly isLeaf = true;
  readonly user: string;

  constructor(user: string) {
    super();
    this.user = user;
  }

  render_GET(request: Request): string {
    return `home of ${this.user}, at ${request.postpath.join("/")}`;
  }
}

class Room extends Resource {
  override getChild(): AnyResource {
    return new Room();
  }

  render_GET(request: Request): string {
    return `room ${request.prepath.join("/")}, at ${request.postpath.join("/")}`;
  }
}

/** Leaves the rest of the path to what it renders. */
class Door extends Resource {
  override readonly isLeaf = true;
  readonly behind: HTTPAuthSessionWrapper;

  constructor(behind: HTTPAuthSessionWrapper) {
    super();
    this.behind = behind;
  }

  override render(request: Request): Rendered {
    return this.behind.render(request);
  }
}

class Rooms implements IRealm {
  requestAvatar(): Avatar {
    return [IResource, new Room(), null];
  }
}

class Homes implements IRealm {
  requestAvatar(avatarId: string): Avatar {
    return [IResource, new Home(avatarId), null];
  }
}

function tree(): AnyResource {
  const users = new InMemoryUsernamePasswordDatabaseDontUse();
  users.addUser("ada", "lovelace");
  const portal = new Portal(new Homes(), [users]);
  const basic = new BasicCredentialFactory("by basic");
  const md5 = new DigestCredentialFactory("md5", "by digest");
  const sha = new DigestCredentialFactory("sha", "by sha");
  const root = new Resource();
  root.putChild("open", new Data(Buffer.from("open to all"), "text/plain"));
  root.putChild("basic", new HTTPAuthSessionWrapper(portal, [basic]));
  root.putChild("digest", new HTTPAuthSessionWrapper(portal, [md5]));
  root.putChild("sha", new HTTPAuthSessionWrapper(portal, [sha]));
  root.putChild("both", new HTTPAuthSessionWrapper(portal, [md5, basic]));
  const rooms = new HTTPAuthSessionWrapper(new Portal(new Rooms(), [users]), [basic]);
  root.putChild("door", new Door(rooms));
  return root;
}

export const guarded: Twin = { tree };
