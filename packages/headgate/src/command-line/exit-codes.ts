/** How a command ends. */

export const OK = 0;
/** It failed; of `report`: the bound was passed. */
export const FAILED = 1;
/** It could not begin: the command line, or what it names, is not usable. */
export const UNUSABLE = 2;

/** The command line is wrong: the help says how it is used. Exit code 2. */
export class UsageError extends Error {
  readonly code = "USAGE";
  override readonly name = "UsageError";
}

/** What the command line names is not usable: a file, a module, a URL. Exit code 2. */
export class NotUsable extends Error {
  readonly code = "NOT_USABLE";
  override readonly name = "NotUsable";
}

/** What was asked for was tried, and failed. Exit code 1. */
export class CommandFailed extends Error {
  readonly code = "COMMAND_FAILED";
  override readonly name = "CommandFailed";
}
