/** What was given for options, checked, and what was not, filled in. */
import { InvalidOption } from "../errors";
import { isValidFieldValue } from "../fields/field-name";
import { DEFAULT_OPTIONS, type Options, type SiteOptions } from "../options";

/** What the wire allows (RFC 9113 sections 6.5.2 and 6.9.1). Everything else is 0 to Infinity. */
const RANGES: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ["http2.maxConcurrentStreams", [1, 2 ** 31 - 1]],
  ["http2.maxFrameOctets", [2 ** 14, 2 ** 24 - 1]],
  ["http2.headerTableOctets", [0, 2 ** 20]],
  ["receiveWindowOctets", [0, 2 ** 31 - 1]],
  ["connectionWindowOctets", [65_535, 2 ** 31 - 1]],
]);

/** @throws InvalidOption */
export function checkNumber(name: string, value: unknown): void {
  const [min, max] = RANGES.get(name) ?? [0, Infinity];
  if (typeof value !== "number" || !(value >= min && value <= max)) {
    throw new InvalidOption(`${name} must be a number from ${min} to ${max}, not ${String(value)}`);
  }
}

/** An object of numbers, of which some may be left out. */
function checkParts(name: string, value: unknown, standard: object): void {
  if (typeof value !== "object" || value === null) {
    throw new InvalidOption(`${name} must have the parts ${Object.keys(standard).join(" and ")}`);
  }
  for (const [part, number] of Object.entries(value)) {
    if (!Object.hasOwn(standard, part)) throw new InvalidOption(`there is no option ${name}.${part}`);
    if (number !== undefined) checkNumber(`${name}.${part}`, number);
  }
}

function checkExpectation(value: unknown): void {
  if (value === 417 || value === "ignore") return;
  throw new InvalidOption(`unknownExpectation must be 417 or "ignore", not ${String(value)}`);
}

function checkServerHeader(value: unknown): void {
  if (typeof value === "string" && isValidFieldValue(value)) return;
  throw new InvalidOption("serverHeader must be text that can be the value of a field");
}

/** What a value must be is told by its name, or by what the default is. */
function checkOption(name: keyof Options, value: unknown): void {
  const standard = DEFAULT_OPTIONS[name];
  if (name === "clock" || name === "log") return;
  if (name === "unknownExpectation") checkExpectation(value);
  else if (name === "serverHeader") checkServerHeader(value);
  else if (typeof standard === "number" || (name === "minBodyRate" && typeof value === "number")) {
    checkNumber(name, value);
  } else if (typeof standard === "object") checkParts(name, value, standard);
  else if (typeof value !== "boolean") {
    throw new InvalidOption(`${name} must be true or false, not ${String(value)}`);
  }
}

/** What is left out keeps its default, and what is undefined as well. */
function withParts(standard: object, given: object): object {
  return {
    ...standard,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

/** Fills in the defaults. @throws InvalidOption for an unknown name or a value out of range */
export function resolveOptions(given: SiteOptions = {}, defaults: Options = DEFAULT_OPTIONS): Options {
  const resolved: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    if (!isOptionName(name)) throw new InvalidOption(`there is no option ${name}`);
    if (value === undefined) continue;
    checkOption(name, value);
    const standard = defaults[name];
    const hasParts = typeof standard === "object" && typeof value === "object";
    resolved[name] = hasParts && name !== "clock" && name !== "log" ? withParts(standard, value) : value;
  }
  return resolved as unknown as Options;
}

function isOptionName(name: string): name is keyof Options {
  return Object.hasOwn(DEFAULT_OPTIONS, name);
}
