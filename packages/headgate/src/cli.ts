/** The `headgate` command, as a process. */
import { inspect } from "node:util";
import { FAILED } from "./command-line/exit-codes";
import { runCommandLine } from "./command-line/run-command-line";
import { processTerminal } from "./command-line/terminal";

const FAULT_OF_OURS = 70; // EX_SOFTWARE of sysexits.h

async function main(): Promise<void> {
  // `headgate ... | head` has read enough.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  // Nothing is left that could happen: an app waits for what will never come.
  process.on("beforeExit", () => {
    processTerminal.err("headgate: it waits for a promise that nothing will settle\n");
    process.exit(FAILED);
  });
  let code: number;
  try {
    code = await runCommandLine(process.argv.slice(2), processTerminal);
  } catch (error) {
    processTerminal.err(`${inspect(error)}\n`);
    code = FAULT_OF_OURS;
  }
  // Not by itself: an application may have timers. What was written is out first.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

void main();
