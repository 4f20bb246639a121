/** The command `headgate migrate`, without the parsing of its arguments. */
import { formatDiff } from "./format-diff";
import { formatPlan } from "./format-plan";
import { planMigration, writeMigration, type MigrationOptions } from "./plan-migration";
import { MigrateInputError } from "./program";

export interface RunOptions extends MigrationOptions {
  /** Changes the files, instead of showing a diff. */
  readonly write?: boolean;
}

export interface Output {
  stdout(text: string): void;
  stderr(text: string): void;
}

/**
 * The diff goes to stdout, so that it can be piped; what a person wants to know goes to stderr.
 *
 * @returns the exit code: 0, or 2 where the input can't be read
 */
export function runMigrate(options: RunOptions, output: Output): 0 | 2 {
  try {
    const plan = planMigration(options);
    if (options.write === true) writeMigration(plan, options.cwd);
    else output.stdout(formatDiff(plan));
    output.stderr(formatPlan(plan, options));
    return 0;
  } catch (error) {
    if (!(error instanceof MigrateInputError)) throw error;
    output.stderr(`headgate migrate: ${error.message}\n`);
    return 2;
  }
}
