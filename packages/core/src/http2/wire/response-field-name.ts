/**
 * Names of the fields that we send: checked and looked up once, then found by their text.
 *
 * A name carries where the static table has it, and how its values are sent.
 */
import { internFieldName } from "../../fields/field-name";
import { Representation, STATIC_TABLE } from "./hpack";

export interface ResponseFieldName {
  /** Lower-case. */
  readonly text: string;
  /** Of the name in the static table; 0 if it has none. */
  readonly staticIndex: number;
  /** Of the values that the static table has. */
  readonly staticValues: ReadonlyMap<string, number> | undefined;
  /** How a value is sent that no table has. */
  readonly literal: (typeof Representation)["INCREMENTAL" | "NOT_INDEXED" | "NEVER_INDEXED"];
  /** The value that was last written out, unless it is a secret; on any connection. */
  lastValue: string;
  /** That value as it is sent, from its second time on: a date is the same for a second. */
  lastOctets: Buffer | undefined;
}

/** Values that are a secret. In a table they could be guessed by the length of what is sent (CRIME). */
const SECRETS: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
]);

/** Values that hardly come again: they would drive out those that do. */
const PASSING: ReadonlySet<string> = new Set([
  ...[
    ":path",
    "age",
    "content-length",
    "content-range",
    "date",
    "etag",
    "expires",
    "last-modified",
    "location",
  ],
]);

/** An application that makes names up can't make the table grow. */
const MAX_KNOWN_NAMES = 1_000;

const knownNames = new Map<string, ResponseFieldName>();
for (const { name } of STATIC_TABLE) if (!knownNames.has(name)) knownNames.set(name, makeName(name));

/** @throws InvalidField for a name that is no token */
export function responseFieldName(name: string): ResponseFieldName {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const made = makeName(internFieldName(name));
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, made);
  return made;
}

function makeName(text: string): ResponseFieldName {
  const staticIndex = STATIC_TABLE.findIndex(({ name }) => name === text) + 1;
  const staticValues = staticValuesOf(text);
  return { text, staticIndex, staticValues, literal: literalOf(text), lastValue: "", lastOctets: undefined };
}

function literalOf(name: string): ResponseFieldName["literal"] {
  if (SECRETS.has(name)) return Representation.NEVER_INDEXED;
  return PASSING.has(name) ? Representation.NOT_INDEXED : Representation.INCREMENTAL;
}

function staticValuesOf(name: string): ReadonlyMap<string, number> | undefined {
  const values = new Map<string, number>();
  STATIC_TABLE.forEach((entry, i) => {
    if (entry.name === name && entry.value !== "") values.set(entry.value, i + 1);
  });
  return values.size === 0 ? undefined : values;
}
