/**
 * What a hardened site serves of a tree of files: names that are names on every system and begin with no dot, of
 * what lies inside of the tree, wherever links lead.
 */
import fs from "node:fs";
import { isFileName } from "@headgate/node";
import { isBelow } from "./file-path";
import { OpenedFile } from "./opened-file";

export function isServedName(name: string): boolean {
  return isFileName(name) && !name.startsWith(".");
}

/** With all links followed. */
export function liesInside(root: string, location: string): boolean {
  try {
    return isBelow(fs.realpathSync(root), fs.realpathSync(location));
  } catch {
    return false;
  }
}

/** And is what was opened: between two looks, somebody may have put a link there. */
export function wasOpenedInside(root: string, location: string, file: object): boolean {
  if (!liesInside(root, location)) return false;
  if (!(file instanceof OpenedFile)) return true;
  const { ino, dev } = file.stats;
  const found = fs.statSync(location, { throwIfNoEntry: false });
  return found?.ino === ino && found.dev === dev;
}
