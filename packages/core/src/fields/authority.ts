/**
 * `uri-host [ ":" port ]`, the value of Host and the authority of a target (RFC 9110 section 7.2, RFC 3986 section 3.2.2).
 *
 * No userinfo, no zone id, no IPvFuture; a port without a host is refused.
 */

const DIGIT = 1;
const HEX_LETTER = 2;
const OTHER = 4;
const PERCENT = 8;

/** Which octets may stand in a registered name, and as what. */
const HOST_OCTETS = new Uint8Array(128);
for (const octet of Buffer.from("ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ-._~!$&'()*+,;="))
  HOST_OCTETS[octet] = OTHER;
for (const octet of Buffer.from("abcdefABCDEF")) HOST_OCTETS[octet] = HEX_LETTER;
for (const octet of Buffer.from("0123456789")) HOST_OCTETS[octet] = DIGIT;
HOST_OCTETS[0x25] = PERCENT;

const DECIMAL_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const IPV4_TAIL = new RegExp(`(?<=:)${DECIMAL_OCTET}(?:\\.${DECIMAL_OCTET}){3}$`);
const IPV6_GROUP = /^[0-9a-fA-F]{1,4}$/;

/** An authority, or nothing: a Host whose target has no authority is empty (RFC 9112 section 3.2). */
export function isAuthority(text: string): boolean {
  if (text === "") return true;
  const hostEnd = text[0] === "[" ? endOfIPv6Literal(text) : endOfRegisteredName(text);
  return hostEnd > 0 && isPortOrNothing(text, hostEnd);
}

const classOf = (text: string, at: number): number | undefined => HOST_OCTETS[text.charCodeAt(at)];
const isHexDigit = (text: string, at: number): boolean =>
  ((classOf(text, at) ?? 0) & (DIGIT | HEX_LETTER)) !== 0;

function endOfRegisteredName(text: string): number {
  let at = 0;
  for (let found = classOf(text, 0); found; found = classOf(text, ++at)) {
    if (found === PERCENT && !(isHexDigit(text, at + 1) && isHexDigit(text, at + 2))) break;
  }
  return at;
}

function endOfIPv6Literal(text: string): number {
  const end = text.indexOf("]");
  return end !== -1 && isIPv6(text.slice(1, end)) ? end + 1 : 0;
}

function isIPv6(address: string): boolean {
  // A dotted tail stands for two groups, and `::` for the groups that are missing.
  const halves = address.replace(IPV4_TAIL, "0:0").split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => IPV6_GROUP.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
}

function isPortOrNothing(text: string, from: number): boolean {
  if (from === text.length) return true;
  if (text[from] !== ":") return false;
  for (let i = from + 1; i < text.length; i++) if (classOf(text, i) !== DIGIT) return false;
  return true;
}
