/**
 * What a hardened site serves of a tree of files: names that are names on every system and begin with no dot, of
 * what lies inside of the tree, wherever links lead.
 */
import fs from "node:fs";
import { isFileName } from "@headgate/node";
import { isBelow, type FilePath } from "./file-path";
import { OpenedFile } from "./opened-file";

/** Whether what was found for a name may be told of; the empty name is that of the folder itself. */
export function isServed(root: string, name: string, found: FilePath): boolean {
  const isName = name === "" || isServedName(name);
  return isName && isServedName(found.basename()) && liesInside(root, found.path);
}

function isServedName(name: string): boolean {
  return isFileName(name) && !name.startsWith(".");
}

/** With all links followed. */
function liesInside(root: string, location: string): boolean {
  try {
    return isBelow(fs.realpathSync(root), fs.realpathSync(location));
  } catch {
    return false;
  }
}

/** Whether what was opened lies inside, and still is what stands there: between two looks, somebody may have put a link there. */
export function wasOpenedInside(root: string, location: string, file: object): boolean {
  if (!liesInside(root, location)) return false;
  if (!(file instanceof OpenedFile)) return true;
  const { ino, dev } = file.stats;
  const found = fs.statSync(location, { throwIfNoEntry: false });
  return found?.ino === ino && found.dev === dev;
}
