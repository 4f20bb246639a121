/** The commands, in the order of the help. A new one is a file beside this and a row. */
import type { Command } from "../command-line/command";
import { migrate } from "./migrate";
import { report } from "./report";
import { run } from "./run";
import { serve } from "./serve";

export const COMMANDS: readonly Command[] = [serve, run, report, migrate];
