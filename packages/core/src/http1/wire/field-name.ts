/**
 * Names of received fields: checked, lower-cased and made once for each spelling, then found by their octets.
 *
 * A name carries its role, so that the parser sees while it reads which fields frame and route the message.
 */
import { InternTable } from "./intern-table";

/** What a field means to the connection; most mean nothing. */
export const FieldRole = {
  NONE: 0,
  HOST: 1,
  CONTENT_LENGTH: 2,
  TRANSFER_ENCODING: 3,
  CONNECTION: 4,
  EXPECT: 5,
  UPGRADE: 6,
} as const;
export type FieldRole = (typeof FieldRole)[keyof typeof FieldRole];

const ROLES = new Map<string, FieldRole>([
  ["host", FieldRole.HOST],
  ["content-length", FieldRole.CONTENT_LENGTH],
  ["transfer-encoding", FieldRole.TRANSFER_ENCODING],
  ["connection", FieldRole.CONNECTION],
  ["expect", FieldRole.EXPECT],
  ["upgrade", FieldRole.UPGRADE],
]);

export interface FieldName {
  /** As it was spelled. */
  readonly octets: string;
  /** Lower-case. */
  readonly text: string;
  readonly role: FieldRole;
  /** How a line of it begins, blank included. */
  readonly prefix: Uint8Array;
  readonly slot: number;
}

/** Of octets that are a token: ASCII, for which `toLowerCase` is exact. */
function makeFieldName(octets: string, slot: number): FieldName {
  const text = octets.toLowerCase();
  return { octets, text, role: ROLES.get(text) ?? FieldRole.NONE, prefix: Buffer.from(`${octets}: `), slot };
}

const names = new InternTable(makeFieldName);

export const NO_FIELD_NAME = makeFieldName("", 0);

/** The name that is octets[start..end), a token. */
export function internFieldName(octets: Buffer, start: number, end: number): FieldName {
  return names.intern(octets, start, end);
}

/** For each slot the name that came after its name the last time: clients write their fields in one order. */
const successors: (FieldName | undefined)[] = [];

/** The name that comes after `name` once more, if a line of it begins at `at`. */
export function findSuccessor(name: FieldName, octets: Buffer, at: number): FieldName | undefined {
  const successor = successors[name.slot];
  if (successor === undefined) return undefined;
  const { prefix } = successor;
  for (let i = 0; i < prefix.length; i++) if (octets[at + i] !== prefix[i]) return undefined;
  return successor;
}

export function setSuccessor(name: FieldName, successor: FieldName): void {
  successors[name.slot] = successor;
}
