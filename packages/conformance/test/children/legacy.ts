/**
 * A legacy site in a process of its own, with resources that fail late; or one that can't listen where it is told.
 * The first argument says who listens: `site`, `tls` or `core`; or which port is used already.
 */
import { Site as CoreSite } from "@headgate/core";
import { bridge, NOT_DONE_YET, Resource, Site, type Request } from "@headgate/legacy-site";
import { listen, type Endpoint } from "@headgate/node";
import { tellParent } from "../../src/child";

const reasons: string[] = [];

/** Finishes when its client has left, and catches nothing. */
class FinishesTooLate extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): typeof NOT_DONE_YET {
    request.notifyFinish().addErrback((failure) => {
      reasons.push(failure.value instanceof Error ? failure.value.name : "no error");
      setImmediate(() => request.finish());
    });
    return NOT_DONE_YET;
  }
}

/** Fails where no framework is watching. */
class FailsOutside extends Resource {
  override readonly isLeaf = true;

  render_GET(): typeof NOT_DONE_YET {
    setImmediate(() => {
      throw new TypeError("a bug of the application");
    });
    return NOT_DONE_YET;
  }
}

const HOST = "127.0.0.1";

const LISTENERS: Readonly<Record<string, (root: Resource) => Promise<Endpoint>>> = {
  site: (root) => new Site(root).listen(0, HOST),
  tls: (root) => listen(new Site(root), { port: 0, host: HOST, tls: "self-signed" }),
  core: (root) => listen(new CoreSite(bridge(root)), { port: 0, host: HOST }),
};

async function main(how: string): Promise<void> {
  const root = new Resource();
  root.putChild("late", new FinishesTooLate());
  root.putChild("bug", new FailsOutside());
  const endpoint = await LISTENERS[how]?.(root);
  if (endpoint === undefined) void new Site(root).listen(Number(how), HOST);
  else tellParent(endpoint.port, { reasons: () => reasons });
}

void main(process.argv[2] ?? "site");
