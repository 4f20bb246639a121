/** What a command is: its row in the help, its options, and what it does. */
import type { Arguments } from "./arguments";
import type { Terminal } from "./terminal";

export interface OptionSpec {
  readonly type: "string" | "boolean";
  /** One letter. */
  readonly short?: string;
  /** What stands for the value in the help: "PORT". */
  readonly value?: string;
  /** May be given again; the others may not. */
  readonly multiple?: boolean;
  readonly help: string;
}

/** By long name, in the order of the help. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

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
