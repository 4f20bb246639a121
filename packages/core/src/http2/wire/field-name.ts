/**
 * Names of received fields, and what they mean to a message (RFC 9113 sections 8.2 and 8.3).
 *
 * The role is found when a name is decoded. It stays with the entry of the dynamic table, so that fields that come
 * again by index are not looked at again.
 */
import { TOKEN_OCTETS } from "../../fields/field-syntax";
import { STATIC_TABLE } from "./hpack";

/** Most fields mean nothing to us. */
export const FieldRole = {
  NONE: 0,
  /** No name, or a value, that a field may have. */
  MALFORMED: 1,
  /** Belongs to a connection of HTTP/1.1. */
  CONNECTION_SPECIFIC: 2,
  TE: 3,
  COOKIE: 4,
  CONTENT_LENGTH: 5,
  HOST: 6,
  EXPECT: 7,
  PRIORITY: 8,
  METHOD: 9,
  SCHEME: 10,
  AUTHORITY: 11,
  PATH: 12,
  PROTOCOL: 13,
  /** `:status`, or a pseudo-header field that nobody knows. */
  OTHER_PSEUDO: 14,
} as const;
export type FieldRole = (typeof FieldRole)[keyof typeof FieldRole];

export interface FieldName {
  readonly text: string;
  readonly role: FieldRole;
}

const ROLES: readonly (readonly [name: string, role: FieldRole])[] = [
  ["connection", FieldRole.CONNECTION_SPECIFIC],
  ["keep-alive", FieldRole.CONNECTION_SPECIFIC],
  ["proxy-connection", FieldRole.CONNECTION_SPECIFIC],
  ["transfer-encoding", FieldRole.CONNECTION_SPECIFIC],
  ["upgrade", FieldRole.CONNECTION_SPECIFIC],
  ["te", FieldRole.TE],
  ["cookie", FieldRole.COOKIE],
  ["content-length", FieldRole.CONTENT_LENGTH],
  ["host", FieldRole.HOST],
  ["expect", FieldRole.EXPECT],
  ["priority", FieldRole.PRIORITY],
  [":method", FieldRole.METHOD],
  [":scheme", FieldRole.SCHEME],
  [":authority", FieldRole.AUTHORITY],
  [":path", FieldRole.PATH],
  [":protocol", FieldRole.PROTOCOL],
  [":status", FieldRole.OTHER_PSEUDO],
];

/** A Map: names come from the peer, and objects have names of their own. */
const KNOWN = new Map<string, FieldName>();
for (const { name } of STATIC_TABLE) KNOWN.set(name, { text: name, role: FieldRole.NONE });
for (const [text, role] of ROLES) KNOWN.set(text, { text, role });

const COLON = 0x3a;

/** One of the static table, or that means something to us. */
export function knownFieldName(text: string): FieldName | undefined {
  return KNOWN.get(text);
}

/** The name that is octets[from..end). */
export function fieldName(octets: Buffer, from: number, end: number): FieldName {
  const text = octets.toString("latin1", from, end);
  return KNOWN.get(text) ?? { text, role: roleOf(octets, from, end) };
}

/** Lower-case tokens only; what begins with a colon and is not known is a pseudo-header field all the same. */
function roleOf(octets: Buffer, from: number, end: number): FieldRole {
  if (octets[from] === COLON) return FieldRole.OTHER_PSEUDO;
  for (let i = from; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0 || TOKEN_OCTETS[octet] !== octet) return FieldRole.MALFORMED;
  }
  return from < end ? FieldRole.NONE : FieldRole.MALFORMED;
}
