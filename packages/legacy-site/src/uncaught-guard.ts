/**
 * An application that finishes a response after its client has left throws, in twisted.web as here. There the
 * reactor logs what nobody catches; Node would end the process. This guard logs exactly that error, and leaves
 * every other as fatal as it is. It is there from the first such error on, whoever serves the resources.
 */
import { inspect } from "node:util";
import { ClientGone, type ILog } from "@headgate/core";

let log: ILog | undefined;

/** Once in a process, and only where nobody has decided otherwise. */
export function guardAgainstClientGone(siteLog: ILog): void {
  log = siteLog;
  const stands = process.listeners("uncaughtException").includes(uncaught);
  if (!stands && others().length === 0) process.on("uncaughtException", uncaught);
}

/** Whoever else decides what becomes of such an error. Of node:domain's listener, which decides nothing, not. */
function others(): readonly unknown[] {
  const listeners: readonly { readonly name: string }[] = process.listeners("uncaughtException");
  return listeners.filter((one) => one !== uncaught && one.name !== "domainUncaughtExceptionClear");
}

function uncaught(error: unknown): void {
  if (error instanceof ClientGone) log?.error("nobody caught that the client had left", error);
  else if (others().length === 0) die(error);
}

/** As Node does it. */
function die(error: unknown): void {
  process.stderr.write(`Uncaught ${inspect(error)}\n\nNode.js ${process.version}\n`);
  process.exit(1);
}
