/**
 * A directory for downloads, ported from Twisted. Listings, types, ranges and conditional requests are File's own; a
 * subclass leaves names out of the listings, and a processor answers for what is not to be sent as it is.
 */
import { readFileSync } from "node:fs";
import * as resource from "@headgate/legacy-site/resource";
import * as server from "@headgate/legacy-site/server";
import * as files from "@headgate/legacy-site/static";

/** Children are of this class too: a File makes files of its own kind. */
class Downloads extends files.File {
  static override childNotFound = new resource.NoResource("Nothing to download here.");

  override listNames(): string[] {
    return super.listNames().filter((name) => !name.startsWith("."));
  }
}

/** Text with a title, instead of the source. */
class Markdown extends resource.Resource {
  override readonly isLeaf = true;
  readonly #path: string;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  render_GET(request: server.Request): string {
    request.setHeader("content-type", "text/plain; charset=utf-8");
    return readFileSync(this.#path, "utf8").replace(/^# (.*)$/gm, (_, title: string) => title.toUpperCase());
  }
}

export function makeFileServer(directory: string): server.Site {
  const root = new Downloads(directory, "application/octet-stream");
  root.contentTypes = { ...root.contentTypes, ".log": "text/plain" };
  root.processors = { ".md": (path) => new Markdown(path) };
  root.ignoreExt(".html");
  root.putChild("version", new files.Data("1.0\n", "text/plain"));
  // Not in Twisted: no dotfiles, and nothing outside of the directory, wherever its links lead.
  return new server.Site(root, { hardened: true });
}
