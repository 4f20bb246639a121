/** The kinds of parents: old, new, marked or not, and wrappers. */
import { segment, tree, type IResource as ICoreResource } from "@headgate/core";
import {
  alias,
  BasicCredentialFactory,
  bridge,
  CONTENT_BLIND,
  DeferredResource,
  EncodingResourceWrapper,
  GzipEncoderFactory,
  HTTPAuthSessionWrapper,
  InMemoryUsernamePasswordDatabaseDontUse,
  IResource,
  NameVirtualHost,
  Portal,
  Resource,
  RewriterResource,
  type AnyResource,
  type IRealm,
  type Request,
} from "@headgate/legacy-site";
import type { ParentKind } from "./kinds";

/** Stands for a segment that may be any. */
export const ANY = "*";

/** Sent with every request: the name of the host, and of the only user. */
const HOST = "127.0.0.1";
export const AUTHORIZATION = `Basic ${Buffer.from("alice:wonder land").toString("base64")}`;

type Found = AnyResource | Promise<AnyResource>;

/** Finds its child itself, and has not been asked whether it looks at the body. */
class Dynamic extends Resource {
  protected readonly child: AnyResource;

  constructor(child: AnyResource) {
    super();
    this.child = child;
  }

  override getChild(_name: string, _request: Request): Found {
    return this.child;
  }
}

class BlindDynamic extends Dynamic {
  static readonly [CONTENT_BLIND] = true;

  override getChild(name: string, request: Request): Found {
    return super.getChild(name, request);
  }
}

class ReadingDynamic extends Dynamic {
  override getChild(name: string, request: Request): Found {
    request.content.read(3);
    // Who reads on the way puts back what it read: there is one position, as in twisted.web.
    request.content.seek(0);
    return super.getChild(name, request);
  }
}

class Promising extends Dynamic {
  override getChild(): Found {
    return Promise.resolve(this.child);
  }
}

class BlindPromising extends Promising {
  static readonly [CONTENT_BLIND] = true;

  override getChild(): Found {
    return super.getChild();
  }
}

class Deferring extends Dynamic {
  static readonly [CONTENT_BLIND] = true;

  override getChild(): Found {
    return new DeferredResource(Promise.resolve(this.child));
  }
}

function branch(name: string, child: AnyResource): Resource {
  const resource = new Resource();
  resource.putChild(name, child);
  return resource;
}

export function isCore(resource: AnyResource): resource is ICoreResource {
  return !("render" in resource);
}

/** Core knows legacy resources by a bridge only. */
function asCore(child: AnyResource): ICoreResource {
  return isCore(child) ? child : bridge(child);
}

function guard(child: AnyResource): AnyResource {
  const realm: IRealm = { requestAvatar: () => [IResource, child, null] };
  const users = new InMemoryUsernamePasswordDatabaseDontUse({ alice: "wonder land" });
  return new HTTPAuthSessionWrapper(new Portal(realm, [users]), [new BasicCredentialFactory("here")]);
}

function virtualHost(child: AnyResource): AnyResource {
  const hosts = new NameVirtualHost();
  hosts.addHost(HOST, child);
  return hosts;
}

/** As `alias` does, but nobody has said that it does not look. */
function unmarkedAlias(request: Request): void {
  if (request.postpath[0] === "alias") request.postpath.splice(0, 1, "real");
}

const coreTree = (name: string, child: AnyResource): ICoreResource => tree({ [name]: asCore(child) });

function kind(
  name: string,
  path: string,
  looks: boolean,
  above: (child: AnyResource) => AnyResource,
): ParentKind {
  return { name, segments: path === "" ? [] : path.split("/"), looks, above };
}

export const PARENTS: readonly ParentKind[] = [
  kind("Resource, static child", "a", false, (child) => branch("a", child)),
  kind("own getChild, unmarked", ANY, true, (child) => new Dynamic(child)),
  kind("own getChild, [CONTENT_BLIND]", ANY, false, (child) => new BlindDynamic(child)),
  kind("own getChild that reads", ANY, true, (child) => new ReadingDynamic(child)),
  kind("promising getChild, unmarked", ANY, true, (child) => new Promising(child)),
  kind("promising getChild, marked", ANY, false, (child) => new BlindPromising(child)),
  kind("DeferredResource", ANY, false, (child) => new Deferring(child)),
  kind("core tree", "c", false, (child) => coreTree("c", child)),
  kind("core segment", ANY, false, (child) => segment(() => asCore(child))),
  kind("bridge() in a core tree", "c/a", false, (child) => coreTree("c", branch("a", child))),
  kind("HTTPAuthSessionWrapper", "", false, guard),
  kind("NameVirtualHost", "", false, virtualHost),
  kind("EncodingResourceWrapper", "", false, (child) => {
    return new EncodingResourceWrapper(child, [new GzipEncoderFactory()]);
  }),
  kind("RewriterResource, marked rule", "alias", false, (child) => {
    return new RewriterResource(branch("real", child), alias("alias", "real"));
  }),
  kind("RewriterResource, unmarked rule", "alias", true, (child) => {
    return new RewriterResource(branch("real", child), unmarkedAlias);
  }),
];

/** Old under new under old, with the looks of either level. */
const NESTED_PARENTS: readonly ParentKind[] = [
  kind("old, new, old", "a/c/a", false, (child) => branch("a", coreTree("c", branch("a", child)))),
  kind("old, new, old that looks", `a/c/${ANY}`, true, (child) =>
    branch("a", coreTree("c", new Dynamic(child))),
  ),
  kind(
    "old that looks, new, old",
    `${ANY}/c/a`,
    true,
    (child) => new Dynamic(coreTree("c", branch("a", child))),
  ),
  kind("guard, vhost, old, new, old", "a/c/a", false, (child) =>
    guard(virtualHost(branch("a", coreTree("c", branch("a", child))))),
  ),
];

export const ALL_PARENTS: readonly ParentKind[] = [...PARENTS, ...NESTED_PARENTS];
