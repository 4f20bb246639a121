/** What a command is: its row in the help, its options, and what it does. */
import type { Arguments } from "./arguments";
import type { OptionTable } from "./option-table";
import type { Terminal } from "./terminal";

export interface Command {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** What follows the name: "DIR [options]". */
  readonly usage: string;
  /** Below the options. */
  readonly notes?: readonly string[];
  readonly options: OptionTable;
  /** Resolves with the exit code. @throws UsageError, NotUsable, CommandFailed */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}
