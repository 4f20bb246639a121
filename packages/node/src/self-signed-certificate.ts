/**
 * A certificate for trying things out: P-256, signed by itself, made anew at each start (RFC 5280, RFC 5480).
 *
 * DER is tag, length, content; the twenty values below are all that a certificate of one's own needs.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

export interface SelfSignedCertificate {
  readonly key: string;
  readonly cert: string;
}

const VALID_DAYS = 90;
const MS_A_DAY = 24 * 60 * 60 * 1000;

/** @param host a name or address to be valid for, besides the loopback's */
export function selfSignedCertificate(host?: string): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "der" },
  });
  const now = Date.now();
  // Clocks differ: valid since yesterday.
  const validity = sequence(utcTime(now - MS_A_DAY), utcTime(now + VALID_DAYS * MS_A_DAY));
  const name = sequence(set(sequence(COMMON_NAME, der(UTF8_STRING, Buffer.from("headgate self-signed")))));
  const extensions = sequence(
    sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE))),
    sequence(SUBJECT_ALT_NAME, octets(sequence(...alternativeNames(host)))),
  );
  const body = sequence(
    der(EXPLICIT_0, VERSION_3),
    der(INTEGER, positive(randomBytes(16))),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey,
    der(EXPLICIT_3, extensions),
  );
  const signature = sign("sha256", body, createPrivateKey(privateKey));
  const certificate = sequence(
    body,
    ECDSA_WITH_SHA256,
    der(BIT_STRING, Buffer.concat([NO_BITS_UNUSED, signature])),
  );
  return { key: privateKey, cert: pem(certificate) };
}

// ---- tags and constants ------------------------------------------------------------------------------

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const EXPLICIT_0 = 0xa0;
const EXPLICIT_3 = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const TRUE = Buffer.from("0101ff", "hex");
const VERSION_3 = Buffer.from("020102", "hex");
const NO_BITS_UNUSED = Buffer.from([0]);
const COMMON_NAME = Buffer.from("0603550403", "hex"); // 2.5.4.3
const BASIC_CONSTRAINTS = Buffer.from("0603551d13", "hex"); // 2.5.29.19
const SUBJECT_ALT_NAME = Buffer.from("0603551d11", "hex"); // 2.5.29.17
const ECDSA_WITH_SHA256 = Buffer.from("300a06082a8648ce3d040302", "hex"); // 1.2.840.10045.4.3.2

const IPV4_LOOPBACK = Buffer.from([127, 0, 0, 1]);
const IPV6_LOOPBACK = Buffer.from([...Array<number>(15).fill(0), 1]);

// ---- writing -----------------------------------------------------------------------------------------

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}

function sequence(...items: readonly Buffer[]): Buffer {
  return der(SEQUENCE, Buffer.concat(items));
}

function set(item: Buffer): Buffer {
  return der(SET, item);
}

function octets(content: Buffer): Buffer {
  return der(OCTET_STRING, content);
}

/** YYMMDDhhmmssZ; good until 2049. */
function utcTime(ms: number): Buffer {
  const text = new Date(ms)
    .toISOString()
    .replace(/\.\d+|[-:T]/g, "")
    .slice(2);
  return der(UTC_TIME, Buffer.from(text));
}

/** Neither negative nor with a leading zero. */
function positive(bytes: Buffer): Buffer {
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

function alternativeNames(host: string | undefined): Buffer[] {
  const names = [
    der(DNS_NAME, Buffer.from("localhost")),
    der(IP_ADDRESS, IPV4_LOOPBACK),
    der(IP_ADDRESS, IPV6_LOOPBACK),
  ];
  if (host === undefined) return names;
  if (isIP(host) === 0) names.push(der(DNS_NAME, Buffer.from(host)));
  else if (isIP(host) === 4) names.push(der(IP_ADDRESS, Buffer.from(host.split(".").map(Number))));
  return names;
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
