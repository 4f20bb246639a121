/** What the shows print: one row for each thing that was to be shown, and an exit code for all of them. */
import { parseArgs } from "node:util";

const MEBIOCTET = 1024 * 1024;

export function mib(octets: number): string {
  return `${(octets / MEBIOCTET).toFixed(1)} MiB`;
}

/** `--name N` of the command line. */
export function numberOption(name: string, standard: number): number {
  return numberOptions({ [name]: standard })[name]!;
}

/** The same for several; each has its standard. */
export function numberOptions<Name extends string>(standards: Record<Name, number>): Record<Name, number> {
  const names = Object.keys(standards) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ options });
  const numbers = { ...standards };
  for (const name of names) {
    const given = values[name];
    if (given !== undefined) numbers[name] = Number(given);
    if (!Number.isFinite(numbers[name]) || numbers[name] <= 0)
      throw new Error(`--${name} takes a number above 0`);
  }
  return numbers;
}

/** Prints a row; what is not as it should be makes the program fail. */
export function row(isGood: boolean, name: string, shown: string): void {
  console.log(`${isGood ? "ok    " : "FAILED"}  ${name.padEnd(46)} ${shown}`);
  if (!isGood) process.exitCode = 1;
}
