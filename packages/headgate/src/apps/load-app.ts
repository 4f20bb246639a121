/** From the name of a file to what can be served. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { inspect } from "node:util";
import type { IServer } from "@headgate/core";
import { hardenByDefault } from "@headgate/legacy-site";
import { CommandFailed, NotUsable } from "../command-line/exit-codes";
import { appOf } from "./app-of";
import { loadModule } from "./load-module";

/** @throws NotUsable where there is no app, CommandFailed where it fails */
export async function loadApp(file: string): Promise<IServer> {
  const path = resolve(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw new NotUsable(`${path} is a folder: which file in it?`);
  if (found?.isFile() !== true) throw new NotUsable(`there is no file ${path}`);
  // An application that wants to be as it was says so: { hardened: false }.
  hardenByDefault();
  try {
    return await appOf(await loadModule(path), file);
  } catch (error) {
    if (error instanceof NotUsable) throw error;
    throw new CommandFailed(`${file} failed:\n${inspect(error)}`, { cause: error });
  }
}
