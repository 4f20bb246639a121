/** In which order a site and its requests call what a subclass may override: every request keeps its own log. */
import { NOT_DONE_YET, Request, Resource, Session, Site, type AnyResource } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

const logs = new Map<string, string[]>();

class LoggedRequest extends Request {
  override defaultContentType = "text/plain";
  readonly calls: string[] = [];
  octets: number | null = null;

  note(call: string): void {
    this.calls.push(call);
  }

  override gotLength(length: number | null): void {
    this.note(`gotLength ${length ?? "unknown"}`);
    super.gotLength(length);
  }

  override handleContentChunk(data: Buffer): void {
    // How the octets come in pieces is the network's affair.
    this.octets = (this.octets ?? 0) + data.length;
    super.handleContentChunk(data);
  }

  override requestReceived(command: string, path: string, version: string): void {
    if (this.octets !== null) this.note(`handleContentChunk ${this.octets}`);
    this.note(`requestReceived ${command} ${path}`);
    super.requestReceived(command, path, version);
  }

  override process(): void {
    this.note(`process ${this.path}, ${this.content.read().length} octets`);
    this.content.seek(0);
    super.process();
  }

  override render(resource: AnyResource): void {
    this.note("render");
    super.render(resource);
  }

  override write(data: string | Uint8Array): void {
    this.note(`write ${data.length}`);
    super.write(data);
  }

  override finish(): void {
    logs.set(this.args["k"]?.[0] ?? "", this.calls);
    this.notifyFinish().addBoth(() => this.note("notified"));
    this.note("finish");
    super.finish();
    this.note("finished");
  }
}

class LoggedSession extends Session {
  isMade = false;
}

class LoggedSite extends Site {
  override getResourceFor(request: LoggedRequest): ReturnType<Site["getResourceFor"]> {
    request.note("getResourceFor");
    return super.getResourceFor(request);
  }

  override makeSession(): Session {
    const session = super.makeSession();
    if (session instanceof LoggedSession) session.isMade = true;
    return session;
  }

  override log(request: LoggedRequest): void {
    request.note(`log ${request.code}`);
    super.log(request);
  }
}

class Tree extends Resource {
  override getChild(name: string, request: LoggedRequest): Resource {
    request.note(`getChild ${name}`);
    return new Answer();
  }
}

class Answer extends Resource {
  override readonly isLeaf = true;

  render_GET(request: LoggedRequest): string {
    request.note(`render_GET ${request.content.read().length}`);
    return request.calls.join("\n");
  }

  render_POST(request: LoggedRequest): string {
    const names = Object.keys(request.args).join(",");
    request.note(`render_POST ${request.content.read().length}, args ${names}`);
    return request.calls.join("\n");
  }
}

class ByHand extends Resource {
  override readonly isLeaf = true;

  render_GET(request: LoggedRequest): typeof NOT_DONE_YET {
    request.note("render_GET");
    request.write("by ");
    request.write("hand");
    request.finish();
    request.note("render_GET returns");
    return NOT_DONE_YET;
  }
}

class Fails extends Resource {
  override readonly isLeaf = true;

  render_GET(request: LoggedRequest): never {
    request.note("render_GET");
    throw new Error("in render");
  }
}

class Sessions extends Resource {
  override readonly isLeaf = true;

  render_GET(request: LoggedRequest): string {
    const session = request.getSession();
    return session instanceof LoggedSession && session.isMade ? "made here" : "made elsewhere";
  }
}

class Log extends Resource {
  override readonly isLeaf = true;

  render_GET(request: LoggedRequest): string {
    return (logs.get(request.args["of"]?.[0] ?? "") ?? []).join("\n");
  }
}

function tree(): AnyResource {
  logs.clear();
  const root = new Resource();
  root.putChild("answer", new Answer());
  root.putChild("tree", new Tree());
  root.putChild("by-hand", new ByHand());
  root.putChild("fails", new Fails());
  root.putChild("session", new Sessions());
  root.putChild("log", new Log());
  return root;
}

export const hooks: Twin = {
  site: LoggedSite,
  tree,
  options: { requestFactory: LoggedRequest, sessionFactory: LoggedSession },
};
