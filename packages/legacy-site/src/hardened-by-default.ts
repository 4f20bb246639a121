/**
 * What `hardened` is where an application doesn't say: false, for a drop-in; true once whatever runs the application
 * says so. For the whole process, and every copy of this package in it.
 */
const HARDENED: unique symbol = Symbol.for("headgate.hardenedByDefault") as never;

interface Process {
  [HARDENED]?: boolean;
}

/** Sites and bridges made from now on are hardened, unless their options say `hardened: false`. */
export function hardenByDefault(): void {
  (globalThis as Process)[HARDENED] = true;
}

export function isHardenedByDefault(): boolean {
  return (globalThis as Process)[HARDENED] === true;
}
