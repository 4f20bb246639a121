/** `headgate serve DIR`: a folder, its listings, nothing outside of it. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { File, Site } from "@headgate/legacy-site";
import type { Arguments } from "../command-line/arguments";
import type { Command } from "../command-line/command";
import { NotUsable, OK, UsageError } from "../command-line/exit-codes";
import { SERVE_OPTIONS, serveUntilStopped } from "../serving/serve-until-stopped";

export const serve: Command = {
  name: "serve",
  summary: "Serves the files of a folder, with listings.",
  usage: "DIR [options]",
  options: {
    path: { type: "string", value: "DIR", help: "in place of DIR, as in `twist web`" },
    index: {
      type: "string",
      short: "i",
      value: "NAME",
      multiple: true,
      help: "what a folder shows in place of its listing; if nothing is said, index.html and its like",
    },
    "ignore-ext": {
      type: "string",
      value: "EXT",
      multiple: true,
      help: "an extension that requests may leave out, as .html; * is any",
    },
    "mime-type": { type: "string", value: "TYPE", help: "of files whose extension is unknown; text/html" },
    ...SERVE_OPTIONS,
  },
  notes: [
    "Names that begin with a dot are not served, nor is what links lead to outside of the folder.",
    "Only this machine can connect, unless --host or --listen says otherwise.",
  ],
  async run(args, terminal) {
    const folder = folderFrom(args);
    const site = new Site(fileFrom(folder, args), { hardened: true });
    await serveUntilStopped(site, `serves ${folder}`, args, terminal);
    return OK;
  },
};

function folderFrom(args: Arguments): string {
  const operand = args.atMostOne("DIR");
  const path = args.text("path");
  if (operand !== undefined && path !== undefined)
    throw new UsageError("DIR and --path are the same: give one");
  const given = operand ?? path;
  if (given === undefined) throw new UsageError("DIR is missing: which folder?");
  const folder = resolve(given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new NotUsable(`${folder} is no folder`);
  }
  return folder;
}

function fileFrom(folder: string, args: Arguments): File {
  const file = new File(folder, args.text("mime-type"), args.all("ignore-ext"));
  const names = args.all("index");
  if (names.length > 0) file.indexNames = [...names];
  return file;
}
