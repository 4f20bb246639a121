/** User and password of a Basic Authorization field (RFC 7617); empty where there is none, or where it is malformed. */
import { decodeBytes } from "./octets";

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

const NOBODY: BasicCredentials = { user: "", password: "" };
const BASIC = /^\s*basic\s+(\S+)\s*$/i;

export function basicCredentials(authorization: string | undefined): BasicCredentials {
  const encoded = BASIC.exec(authorization ?? "")?.[1];
  const octets = encoded === undefined ? undefined : decodeBase64(encoded);
  const colon = octets?.indexOf(":") ?? -1;
  if (octets === undefined || colon === -1) return NOBODY;
  return { user: decodeBytes(octets.subarray(0, colon)), password: decodeBytes(octets.subarray(colon + 1)) };
}

/** As Python does it: other characters are skipped, padding must be there, and nothing counts behind it. */
function decodeBase64(text: string): Buffer | undefined {
  const [, digits = "", padding = ""] = /^([^=]*)(=*)/.exec(text.replace(/[^\w+/=-]|[_-]/g, "")) ?? [];
  const isWhole =
    digits.length % 4 === 0 || (digits.length % 4 >= 2 && (digits.length % 4) + padding.length >= 4);
  return isWhole ? Buffer.from(digits, "base64") : undefined;
}
