/** The tree: a page, which is a directory of files, and what was said. */
import { join } from "node:path";
import * as server from "@headgate/legacy-site/server";
import { File } from "@headgate/legacy-site/static";
import { Messages } from "./messages";

export interface Chat {
  readonly site: server.Site;
  readonly messages: Messages;
}

export function makeChat(options: server.SiteOptions = {}): Chat {
  const messages = new Messages();
  const root = new File(join(__dirname, "page"));
  root.putChild("messages", messages);
  return { site: new server.Site(root, options), messages };
}
