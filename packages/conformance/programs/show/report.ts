/** What the shows print: one row for each thing that was to be shown, and an exit code for all of them. */
import { parseArgs } from "node:util";

const MEBIOCTET = 1024 * 1024;

export function mib(octets: number): string {
  return `${(octets / MEBIOCTET).toFixed(1)} MiB`;
}

/** `--name N` of the command line. */
export function numberOption(name: string, standard: number): number {
  const { values } = parseArgs({ options: { [name]: { type: "string" } } });
  const given = values[name];
  const number = given === undefined ? standard : Number(given);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} takes a number above 0`);
}

/** Prints a row; what is not as it should be makes the program fail. */
export function row(isGood: boolean, name: string, shown: string): void {
  console.log(`${isGood ? "ok    " : "FAILED"}  ${name.padEnd(46)} ${shown}`);
  if (!isGood) process.exitCode = 1;
}
