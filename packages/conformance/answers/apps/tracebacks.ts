/** What goes wrong in an application, shown to its clients by displayTracebacks. */
import {
  Data,
  Deferred,
  DeferredResource,
  Failure,
  NOT_DONE_YET,
  Resource,
  type AnyResource,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

type Action = (request: Request) => Rendered;

class Leaf extends Resource {
  override readonly isLeaf = true;
  readonly action: Action;

  constructor(action: Action) {
    super();
    this.action = action;
  }

  render_GET(request: Request): Rendered {
    return this.action(request);
  }
}

function raises(): never {
  throw new Error("<b>in render</b>");
}

function dressed(request: Request): never {
  request.setResponseCode(202);
  request.setHeader("content-type", "text/plain");
  request.setHeader("x-kept", "yes");
  throw new Error("in render");
}

function nothing(): Rendered {
  return null as unknown as Rendered;
}

function number(): Rendered {
  return 42 as unknown as Rendered;
}

function later(request: Request): Rendered {
  setTimeout(() => request.processingFailed(new Failure(new Error("later"))), 20);
  return NOT_DONE_YET;
}

function unserved(request: Request): Rendered {
  return (request as unknown as { getNothing(): Rendered }).getNothing();
}

class RaisesInChild extends Resource {
  override getChild(): never {
    throw new Error("in getChild");
  }
}

class FailsLater extends Resource {
  override getChild(): AnyResource {
    const d = new Deferred<Resource>();
    setTimeout(() => d.errback(new Failure(new Error("deferred"))), 20);
    return new DeferredResource(d);
  }
}

class FailsAtOnce extends Resource {
  override getChild(): AnyResource {
    const d = new Deferred<Resource>();
    d.errback(new Failure(new Error("deferred")));
    return new DeferredResource(d);
  }
}

function tree(): AnyResource {
  const root = new Resource();
  for (const [name, action] of Object.entries({ raises, dressed, nothing, number, later, unserved })) {
    root.putChild(name, new Leaf(action));
  }
  root.putChild("child", new RaisesInChild());
  root.putChild("deferred", new FailsLater());
  root.putChild("failed", new FailsAtOnce());
  root.putChild("fine", new Data(Buffer.from("fine"), "text/plain"));
  return root;
}

export const tracebacks: Twin = { tree, options: { displayTracebacks: true } };
