/** From the words of a command line to an exit code. */
import { serve } from "../commands/serve";
import { COMMANDS } from "../commands/table";
import { version } from "../version";
import { parseArguments } from "./arguments";
import type { Command } from "./command";
import { CommandFailed, FAILED, NotUsable, OK, UNUSABLE, UsageError } from "./exit-codes";
import { COMMON_OPTIONS, helpOf, overview } from "./help";
import { didYouMean } from "./nearest";
import type { Terminal } from "./terminal";

/** @param words without the program's own name. Rejects only with what is a fault of ours. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name = "", ...rest] = words;
  try {
    if (name === "" || name.startsWith("-")) return await runWithoutCommand(words, terminal);
    if (name === "help" && rest.length === 0) return await runWithoutCommand(["--help"], terminal);
    if (name === "help") return await runCommand(commandOf(rest[0]!), ["--help"], terminal);
    return await runCommand(commandOf(name), rest, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      const command = COMMANDS.find((one) => one.name === name);
      const help = command === undefined ? "headgate --help" : `headgate ${command.name} --help`;
      terminal.err(`headgate: ${error.message}\n\`${help}\` says how it is used.\n`);
      return UNUSABLE;
    }
    if (!(error instanceof CommandFailed || error instanceof NotUsable)) throw error;
    terminal.err(`headgate: ${error.message}\n`);
    return error instanceof NotUsable ? UNUSABLE : FAILED;
  }
}

/** `headgate --path DIR` is `headgate serve DIR`, as `twist web --path DIR` was. */
async function runWithoutCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const args = parseArguments(words, { ...serve.options, ...COMMON_OPTIONS });
  if (args.has("version")) terminal.out(`${version()}\n`);
  else if (args.has("help")) terminal.out(overview(COMMANDS));
  else if (args.has("path")) return serve.run(args, terminal);
  else if (words.length > 0) throw new UsageError("a command is missing, or --path DIR");
  else {
    terminal.err(overview(COMMANDS));
    return UNUSABLE;
  }
  return OK;
}

function commandOf(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name);
  if (command !== undefined) return command;
  const names = COMMANDS.map((one) => one.name);
  throw new UsageError(
    `unknown command ${name}.${didYouMean(name, names)} There are ${names.join(", ")} and help.`,
  );
}

async function runCommand(command: Command, words: readonly string[], terminal: Terminal): Promise<number> {
  const args = parseArguments(words, { ...command.options, ...COMMON_OPTIONS });
  if (args.has("help")) terminal.out(helpOf(command));
  else if (args.has("version")) terminal.out(`${version()}\n`);
  else return command.run(args, terminal);
  return OK;
}
