/** `headgate migrate PATH ...`: the markers that are safe by reading the code, as a diff; and what it leaves to you. */
import { createRequire } from "node:module";
import type { Command } from "../command-line/command";
import { UsageError } from "../command-line/exit-codes";
import type * as RunMigrate from "../migrate/run-migrate";

export const migrate: Command = {
  name: "migrate",
  summary: "Shows which markers are safe to add, as a diff.",
  usage: "PATH... [options]",
  options: {
    write: { type: "boolean", help: "changes the files, in place of showing a diff" },
    skeletons: { type: "boolean", help: "also writes responseForRequest for simple render methods" },
    tsconfig: { type: "string", value: "FILE", help: "of the program; default: the nearest above PATH" },
  },
  notes: [
    "The diff goes to the standard output: headgate migrate src/ | git apply",
    "It reads the code and never guesses: what it can't decide it lists, with the reason.",
  ],
  run(args, terminal) {
    if (args.operands.length === 0) throw new UsageError("PATH is missing: which files, or folders?");
    const tsconfig = args.text("tsconfig");
    // Loads a compiler, which the other commands have no use for.
    const { runMigrate } = createRequire(__filename)("../migrate/run-migrate") as typeof RunMigrate;
    const code = runMigrate(
      {
        paths: args.operands,
        write: args.has("write"),
        skeletons: args.has("skeletons"),
        ...(tsconfig !== undefined && { tsconfig }),
      },
      {
        stdout: (text) => {
          terminal.out(text);
        },
        stderr: (text) => {
          terminal.err(text);
        },
      },
    );
    return Promise.resolve(code);
  },
};
