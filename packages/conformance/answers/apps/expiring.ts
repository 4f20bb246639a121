/** Sessions that do not last. */
import { Resource, Session, type AnyResource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

const ended: string[] = [];

class Short extends Session {
  override sessionTimeout = 0.2;
  visits = 0;
}

class Count extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    const session = request.getSession();
    if (!(session instanceof Short)) throw new TypeError("a session of another class");
    if (session.visits === 0) {
      const name = request.args["name"]?.[0] ?? "";
      session.notifyOnExpire(() => void ended.push(name));
    }
    session.visits += 1;
    return `${session.visits}`;
  }
}

class Ended extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    return ended.filter((name) => name === request.args["name"]?.[0]).join(" ");
  }
}

function tree(): AnyResource {
  ended.length = 0;
  const root = new Resource();
  root.putChild("count", new Count());
  root.putChild("ended", new Ended());
  return root;
}

export const expiring: Twin = { tree, options: { sessionFactory: Short } };
