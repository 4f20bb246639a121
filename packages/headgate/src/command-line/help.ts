/** Help, made from the tables that the command line is parsed by. */
import type { Command } from "./command";
import type { OptionTable } from "./option-table";

const WIDTH = 100;

export const COMMON_OPTIONS: OptionTable = {
  help: { type: "boolean", short: "h", help: "shows this" },
  version: { type: "boolean", short: "V", help: "shows the version" },
};

export function helpOf(command: Command): string {
  const { name, usage, summary, notes = [] } = command;
  const rows = optionRows({ ...command.options, ...COMMON_OPTIONS });
  return text([
    `Usage: headgate ${name} ${usage}`,
    "",
    summary,
    "",
    "Options",
    ...aligned(rows),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ]);
}

export function overview(commands: readonly Command[]): string {
  return text([
    "Usage: headgate COMMAND [options]",
    "",
    "Commands",
    ...aligned(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Options",
    ...aligned(optionRows(COMMON_OPTIONS)),
    "",
    "`headgate COMMAND --help` shows the options of a command.",
    "`headgate --path DIR` is `headgate serve DIR`, with the same options, as in `twist web`.",
  ]);
}

function optionRows(table: OptionTable): [string, string][] {
  return Object.entries(table).map(([name, { short, value, help }]) => {
    const letter = short === undefined ? "    " : `-${short}, `;
    return [`${letter}--${name}${value === undefined ? "" : ` ${value}`}`, help];
  });
}

/** Two columns; the second one goes on below itself. */
function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.flatMap(([left, right]) =>
    wrapped(right, WIDTH - width - 4).map((line, at) => `  ${(at === 0 ? left : "").padEnd(width)}  ${line}`),
  );
}

function wrapped(sentence: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width) lines.push(line);
    line = line !== "" && longer.length > width ? word : longer;
  }
  return [...lines, line];
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
