/**
 * An application that finishes a response after its client has left throws, in twisted.web as here. There the
 * reactor logs what nobody catches; Node would end the process. This guard logs exactly that error, and leaves
 * every other as fatal as it is.
 */
import { inspect } from "node:util";
import { ClientGone, type ILog } from "@headgate/core";

let log: ILog | undefined;

/** Once in a process, and only where nobody has decided otherwise. */
export function guardAgainstClientGone(siteLog: ILog): void {
  log = siteLog;
  if (process.listenerCount("uncaughtException") === 0) process.on("uncaughtException", uncaught);
}

function uncaught(error: unknown): void {
  if (error instanceof ClientGone) log?.error("nobody caught that the client had left", error);
  // Whoever listens beside us decides.
  else if (process.listenerCount("uncaughtException") === 1) die(error);
}

/** As Node does it. */
function die(error: unknown): void {
  process.stderr.write(`Uncaught ${inspect(error)}\n\nNode.js ${process.version}\n`);
  process.exit(1);
}
