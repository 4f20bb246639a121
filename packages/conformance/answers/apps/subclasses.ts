/** Requests, Files and Resources with methods of an application's own. */
import { join } from "node:path";
import {
  Data,
  Failure,
  File,
  NOT_DONE_YET,
  notFound,
  Request,
  Resource,
  type AnyResource,
  type Rendered,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

/** Answers some of its own accord, and dresses all the others. */
class OwnRequest extends Request {
  override process(): void {
    this.setHeader("x-process", "seen");
    if (this.path === "/health") {
      this.setHeader("content-type", "text/plain");
      this.write("healthy");
      this.finish();
      return;
    }
    if (this.path.startsWith("/old/")) this.path = this.path.slice(4);
    super.process();
  }

  override getClientIP(): string | null {
    return this.getHeader("x-forwarded-for") ?? super.getClientIP();
  }

  override isSecure(): boolean {
    return this.getHeader("x-forwarded-proto") === "https" || super.isSecure();
  }

  override write(data: string | Uint8Array): void {
    const text = Buffer.from(data).toString("latin1").replaceAll("password", "********");
    super.write(Buffer.from(text, "latin1"));
  }

  override finish(): void {
    if (this.path === "/words" && this.method === "GET") this.write("!");
    super.finish();
  }

  override processingFailed(reason: unknown): Failure {
    const failure = Failure.from(reason);
    this.setResponseCode(503);
    this.setHeader("content-type", "text/plain");
    this.write(`sorry: ${failure.getErrorMessage()}`);
    this.finish();
    return failure;
  }
}

class Words extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): Rendered {
    request.setHeader("content-length", "9");
    request.write("password");
    request.finish();
    return NOT_DONE_YET;
  }
}

class Who extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    const scheme = request.isSecure() ? "https" : "http";
    return `${scheme} ${request.getClientIP() ?? ""}`;
  }
}

class Fails extends Resource {
  override readonly isLeaf = true;

  render_GET(): never {
    throw new Error("out of order");
  }
}

class NoListing extends File {
  override directoryListing(): AnyResource {
    return this.childNotFound;
  }
}

/** Leaves out .txt, and knows a page that is no file. */
class Pretty extends File {
  override getChild(name: string, request: Request): ReturnType<File["getChild"]> {
    if (name === "about") return new Data(Buffer.from("about us"), "text/plain");
    const child = super.getChild(name, request);
    if (child === this.childNotFound && !name.endsWith(".txt")) return super.getChild(`${name}.txt`, request);
    return child;
  }
}

class Cached extends File {
  override render_GET(request: Request): ReturnType<File["render_GET"]> {
    request.setHeader("cache-control", "max-age=3600");
    return super.render_GET(request);
  }
}

class Typed extends File {
  static override readonly contentTypes = { ".txt": "text/x-typed", ".css": "text/x-style" };
  static override readonly contentEncodings = { ".gz": "x-own" };
  static override readonly indexNames = ["one.txt"];
  static override readonly childNotFound = notFound("Nothing", "like it.");
}

class Download extends File {
  override isLeaf = true;

  override render(request: Request): ReturnType<File["render"]> {
    request.setHeader("content-disposition", "attachment");
    return super.render(request);
  }
}

/** Any method, any path. */
class Everything extends Resource {
  override readonly isLeaf = true;

  override render(request: Request): Rendered {
    return `${request.method} ${request.postpath.join("/")}`;
  }
}

class Own extends Resource {
  override readonly isLeaf = true;
  override allowedMethods = ["GET", "PATCH"];

  render_GET(): string {
    return "got";
  }

  render_PATCH(): string {
    return "patched";
  }

  render_OPTIONS(request: Request): string {
    request.setHeader("allow", "GET, PATCH");
    request.setResponseCode(204);
    return "";
  }
}

/** Is its own child, and counts. */
class Loop extends Resource {
  override getChild(): Resource {
    return this;
  }

  render_GET(request: Request): string {
    return `${request.prepath.length} deep`;
  }
}

/** Decides in the place of all its children. */
class Strict extends Resource {
  override getChildWithDefault(name: string, request: Request): ReturnType<Resource["getChildWithDefault"]> {
    if (request.getHeader("x-key") !== "open") return new Data(Buffer.from("locked"), "text/plain");
    return super.getChildWithDefault(name, request);
  }
}

function tree(files: string): AnyResource {
  const folder = join(files, "public");
  const root = new Resource();
  root.putChild("words", new Words());
  root.putChild("who", new Who());
  root.putChild("fails", new Fails());
  root.putChild("no-listing", new NoListing(folder));
  root.putChild("pretty", new Pretty(folder));
  root.putChild("cached", new Cached(folder));
  root.putChild("typed", new Typed(folder));
  root.putChild("download", new Download(join(folder, "letters.txt")));
  root.putChild("everything", new Everything());
  root.putChild("own", new Own());
  root.putChild("loop", new Loop());
  const strict = new Strict();
  strict.putChild("page", new Data(Buffer.from("unlocked"), "text/plain"));
  root.putChild("strict", strict);
  return root;
}

export const subclasses: Twin = { tree, options: { requestFactory: OwnRequest } };
