/**
 * Opens a file below a folder, and nothing else, whatever the path, the links and the time between two looks do.
 *
 * The file is opened first and asked afterwards: what it is, where it really lies, and whether the one that lies
 * there is the one that is open.
 */
import { constants } from "node:fs";
import type { Stats } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join, sep } from "node:path";

export interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/** Without O_NONBLOCK, opening a FIFO waits for a writer. Windows has neither. */
const FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** What the system says of a path that leads to nothing that could be served. */
const NOTHING_THERE = new Set([
  "ENOENT",
  "ENOTDIR",
  "ENAMETOOLONG",
  "ELOOP",
  "EACCES",
  "EPERM",
  "EINVAL",
  "ENXIO",
  "ENODEV",
  "EISDIR",
]);

/** Devices and streams to Windows, on any system: what is not served there is served nowhere. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const FORBIDDEN = /[\0-\x1f\x7f/\\:]|^\.{0,2}$|[. ]$/;

/** Whether a segment of a path can be the name of one file in one folder. */
export function isFileName(segment: string): boolean {
  return !FORBIDDEN.test(segment) && !DEVICE_NAME.test(segment);
}

/** @returns the open file, "directory", or undefined for anything else. The caller closes the handle. */
export async function openInside(
  folder: string,
  names: readonly string[],
): Promise<OpenFile | "directory" | undefined> {
  let handle: FileHandle | undefined;
  try {
    const path = join(folder, ...names);
    handle = await open(path, FLAGS);
    const stats = await handle.stat();
    const isServable = stats.isFile() || stats.isDirectory();
    if (!isServable || !(await liesInside(folder, path, stats))) return undefined;
    if (stats.isDirectory()) return "directory";
    const opened = { handle, stats };
    handle = undefined;
    return opened;
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  } finally {
    await handle?.close();
  }
}

async function liesInside(folder: string, path: string, opened: Stats): Promise<boolean> {
  const [root, real] = await Promise.all([realpath(folder), realpath(path)]);
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) return false;
  const found = await stat(real);
  return found.ino === opened.ino && found.dev === opened.dev;
}
