/** User and password of a Basic Authorization field (RFC 7617); empty where there is none, or where it is malformed. */
import { decodeBytes } from "./octets";

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

const NOBODY: BasicCredentials = { user: "", password: "" };
const BASIC = /^\s*basic\s+([A-Za-z0-9+/]+={0,2})\s*$/i;

export function basicCredentials(authorization: string | undefined): BasicCredentials {
  const encoded = BASIC.exec(authorization ?? "")?.[1];
  if (encoded === undefined || encoded.length % 4 !== 0) return NOBODY;
  const octets = Buffer.from(encoded, "base64");
  const colon = octets.indexOf(":");
  if (colon === -1) return NOBODY;
  return { user: decodeBytes(octets.subarray(0, colon)), password: decodeBytes(octets.subarray(colon + 1)) };
}
