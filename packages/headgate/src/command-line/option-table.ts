/** The options of a command: what its words are parsed by, and its help is made from. */

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
