/** Pages that say what went wrong, files with their own ideas, and calls at the wrong time. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  Data,
  errorPage,
  File,
  forbidden,
  NOT_DONE_YET,
  notFound,
  Resource,
  type AnyResource,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Misused extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): Rendered {
    const [how] = request.postpath;
    if (how === "code") {
      try {
        request.setResponseCode("200" as unknown as number);
      } catch {
        return "a code is a number";
      }
    }
    if (how === "twice") {
      request.write("once");
      request.finish();
      request.finish();
    }
    if (how === "late") {
      request.write("in time");
      request.finish();
      try {
        request.write("too late");
      } catch {
        // as it should be
      }
    }
    return NOT_DONE_YET;
  }
}

function loud(path: string): Data {
  return new Data(Buffer.from(readFileSync(path, "latin1").toUpperCase()), "text/plain");
}

function tree(files: string): AnyResource {
  const root = new Resource();
  root.putChild("not-found", notFound());
  root.putChild("not-found-said", notFound("Gone & lost", "Look <elsewhere>."));
  root.putChild("forbidden", forbidden());
  root.putChild("error", errorPage(503, "Busy", "Come back later."));
  root.putChild("misused", new Misused());
  const served = new File(join(files, "public"), "text/x-own");
  served.processors = { ".zzz": loud };
  served.ignoreExt(".txt");
  served.childNotFound = new Data(Buffer.from("no such file here"), "text/plain");
  served.indexNames = ["one.txt"];
  root.putChild("served", served);
  return root;
}

export const pages: Twin = { tree };
