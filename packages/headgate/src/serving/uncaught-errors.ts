/**
 * An application that writes to a client that has left throws. As under twisted.web that is said, and the others are
 * served on; every other error that nobody catches ends the process, as Node does it.
 */
import { inspect } from "node:util";
import type { Terminal } from "../command-line/terminal";

/** Until the returned function is called. */
export function outliveClients(terminal: Terminal): () => void {
  const uncaught = (error: unknown): void => {
    // By code: the app may have its own copy of Headgate.
    if ((error as { readonly code?: unknown } | null | undefined)?.code === "CLIENT_GONE") {
      terminal.err(`headgate: nobody caught that the client had left: ${inspect(error)}\n`);
    } else if (!isDecidedElsewhere(uncaught)) {
      process.stderr.write(`Uncaught ${inspect(error)}\n\nNode.js ${process.version}\n`, () =>
        process.exit(1),
      );
    }
  };
  process.on("uncaughtException", uncaught);
  return () => process.off("uncaughtException", uncaught);
}

/** node:domain, which the compiler loads, has a listener that decides nothing. */
function isDecidedElsewhere(own: unknown): boolean {
  const listeners: readonly { readonly name: string }[] = process.listeners("uncaughtException");
  return listeners.some((one) => one !== own && one.name !== "domainUncaughtExceptionClear");
}
