/** What the system says of a path that can't be opened, as far as it makes a difference to the answer. */
import { NotAFile } from "./opened-file";

const DENIED: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);
const NOTHING_THERE: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "ENAMETOOLONG",
  "ELOOP",
  "EISDIR",
  "ENXIO",
  "ENODEV",
]);

/** Something stands there, and we may not read it. */
export function isDenied(error: unknown): boolean {
  return DENIED.has(codeOf(error));
}

/** Nothing stands there (any more), or nothing that could be sent. */
export function isNothingThere(error: unknown): boolean {
  return error instanceof NotAFile || NOTHING_THERE.has(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? "";
}
