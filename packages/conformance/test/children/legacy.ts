/** A legacy site in a process of its own, with resources that fail late; or one that can't listen where it is told. */
import { NOT_DONE_YET, Resource, Site, type Request } from "@headgate/legacy-site";
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

async function main(usedPort: number): Promise<void> {
  const root = new Resource();
  root.putChild("late", new FinishesTooLate());
  root.putChild("bug", new FailsOutside());
  const site = new Site(root);
  if (usedPort > 0) void site.listen(usedPort, "127.0.0.1");
  else {
    const endpoint = await site.listen(0, "127.0.0.1");
    tellParent(endpoint.port, { reasons: () => reasons });
  }
}

void main(Number(process.argv[2] ?? 0));
