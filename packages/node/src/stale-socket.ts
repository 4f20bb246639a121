/**
 * A UNIX socket outlives a process that was killed: the name stays and refuses connections, and can't be bound.
 *
 * It may go only if it is a socket, nobody listens on it, and it is still the one that was asked.
 */
import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";

/** Removes what a dead listener left at `path`. false: it was not that. */
export async function removeStaleSocket(path: string): Promise<boolean> {
  const found = await lstat(path);
  if (!found.isSocket() || !(await refusesConnections(path))) return false;
  if ((await lstat(path)).ino !== found.ino) return false;
  await unlink(path);
  return true;
}

function refusesConnections(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
}
