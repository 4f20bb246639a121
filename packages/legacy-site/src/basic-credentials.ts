/** User and password of a Basic Authorization field (RFC 7617); empty where there is none, or where it is malformed. */
import { decodeBase64 } from "./base64";
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
