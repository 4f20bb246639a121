/** Sessions: begun, used again, ended. */
import { Resource, type AnyResource, type Request, type Session } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Count extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    const session: Session & { visits?: number } = request.getSession();
    session.visits = (session.visits ?? 0) + 1;
    return `visit ${session.visits}, a name of ${session.uid.length} letters`;
  }
}

class Same extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    return request.getSession() === request.getSession() ? "the same" : "another";
  }
}

class Logout extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    let told = 0;
    const session = request.getSession();
    session.notifyOnExpire(() => told++);
    session.expire();
    return `told ${told}`;
  }
}

class Nothing extends Resource {
  override readonly isLeaf = true;

  render_GET(): string {
    return "no session";
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("count", new Count());
  root.putChild("same", new Same());
  root.putChild("logout", new Logout());
  root.putChild("none", new Nothing());
  const below = new Resource();
  below.putChild("count", new Count());
  root.putChild("below", below);
  return root;
}

export const sessions: Twin = { tree };
