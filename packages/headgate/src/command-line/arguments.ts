/** The words behind a command, taken apart by its table of options. */
import { parseArgs } from "node:util";
import type { OptionSpec, OptionTable } from "./option-table";
import { UsageError } from "./exit-codes";
import { didYouMean } from "./nearest";

/** What was given. Names are those of the table, without dashes. */
export class Arguments {
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(operands: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.operands = operands;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** @throws UsageError for more than one, naming them as in "DIR" */
  atMostOne(what: string): string | undefined {
    const [first, second] = this.operands;
    if (second !== undefined) throw new UsageError(`one ${what} is enough, but ${second} is given too`);
    return first;
  }

  /** @throws UsageError for none, or more than one */
  one(what: string): string {
    const operand = this.atMostOne(what);
    if (operand === undefined) throw new UsageError(`${what} is missing`);
    return operand;
  }
}

/** @throws UsageError for an option that is unknown, lacks its value, has one too many or is given twice */
export function parseArguments(words: readonly string[], table: OptionTable): Arguments {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { type, short }]) => [
      name,
      { type, multiple: true, ...(short !== undefined && { short }) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName } = token;
    const spec = Object.hasOwn(table, name) ? table[name] : undefined;
    if (spec === undefined) throw unknownOption(rawName, table);
    const given = values.get(name);
    if (given !== undefined && spec.multiple !== true) throw new UsageError(`${rawName} is given twice`);
    values.set(name, [...(given ?? []), valueOf(token, spec)]);
  }
  return new Arguments(operands, values);
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf({ rawName, value, inlineValue }: OptionToken, spec: OptionSpec): string {
  if (spec.type === "boolean") {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, but ${value} is given`);
    return "";
  }
  // `--port --watch`: the second is an option, most likely. `--logfile -` is a value.
  const isOption = inlineValue !== true && value !== undefined && /^-./.test(value);
  if (value === undefined || value === "" || isOption) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${spec.value ?? "VALUE"}`);
  }
  return value;
}

function unknownOption(rawName: string, table: OptionTable): UsageError {
  const names = Object.keys(table).map((name) => `--${name}`);
  return new UsageError(`unknown option ${rawName}.${didYouMean(rawName, names)}`);
}
