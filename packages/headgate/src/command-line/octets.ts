/** Numbers of octets, as people write them. */
import { UsageError } from "./exit-codes";

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** "10MB" (10,000,000), "1.5 GiB", "4096"; in any case. @throws UsageError */
export function parseOctets(text: string): number {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? [];
  const octets = UNITS[unit.toLowerCase()];
  if (amount === "" || octets === undefined) {
    throw new UsageError(`${text} is no number of octets: write it as 500kB, 10MB or 1GiB`);
  }
  return Math.floor(Number(amount) * octets);
}
