/**
 * Descriptions of places to listen on, as twisted.internet.endpoints.serverFromString takes them:
 *
 *     tcp:8080                       all addresses
 *     tcp:8080:interface=127.0.0.1   tcp6:8080 (interface ::)
 *     ssl:8443:privateKey=key.pem:certKey=cert.pem:extraCertChain=chain.pem
 *     unix:/run/headgate.sock:mode=660
 *     systemd:domain=INET:index=0    the first socket that systemd hands over
 *
 * `\` before `:`, `=` or `\` takes its meaning away. Besides those: `8080`, `localhost:8080`, `[::1]:8080`.
 */
import { UsageError } from "../command-line/exit-codes";
import { didYouMean } from "../command-line/nearest";

export interface TCPPlace {
  readonly type: "tcp";
  readonly port: number;
  /** Absent: all addresses. */
  readonly host?: string;
}

export interface SSLPlace {
  readonly type: "ssl";
  readonly port: number;
  readonly host?: string;
  /** Names of PEM files; absent: a certificate that signs itself. */
  readonly certificate?: CertificateFiles;
}

export interface UnixPlace {
  readonly type: "unix";
  readonly path: string;
  /** Permissions of the socket; absent: by the umask. */
  readonly mode?: number;
}

export interface DescriptorPlace {
  readonly type: "descriptor";
  readonly fd: number;
}

export interface CertificateFiles {
  readonly privateKey: string;
  readonly certKey: string;
  readonly extraCertChain?: string;
}

export type Place = TCPPlace | SSLPlace | UnixPlace | DescriptorPlace;

/** The words of a type in their order, then those that only come by name. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  tcp: ["port", "interface"],
  tcp6: ["port", "interface"],
  ssl: ["port", "privateKey", "certKey", "interface", "extraCertChain"],
  unix: ["address", "mode"],
  systemd: ["domain", "index"],
};

/** In Twisted only: said so, since silence would leave somebody with another server than the one described. */
const NOT_HERE: ReadonlySet<string> = new Set([
  "backlog",
  "sslmethod",
  "dhParameters",
  "lockfile",
  "wantPID",
]);

/** systemd begins to count behind stderr. */
const FIRST_HANDED_OVER = 3;

/** @throws UsageError */
export function parsePlace(description: string): Place {
  const plain = /^(?:\[([^\]]+)\]|([^:=\\]+)):(\d+)$/.exec(description);
  const host = plain?.[1] ?? plain?.[2];
  if (/^\d+$/.test(description)) return { type: "tcp", port: portOf(description, description) };
  if (host !== undefined && !Object.hasOwn(WORDS, host)) {
    return { type: "tcp", port: portOf(plain?.[3], description), host };
  }
  const [type, ...words] = splitDescription(description);
  const given = namedWords(type, words, description);
  const hosts = hostOf(given.get("interface"));
  switch (type) {
    case "tcp":
      return { type, port: portOf(given.get("port"), description), ...hosts };
    case "tcp6":
      return { type: "tcp", port: portOf(given.get("port"), description), host: hosts.host ?? "::" };
    case "ssl":
      return { type, port: portOf(given.get("port"), description), ...hosts, ...certificateOf(given) };
    case "unix":
      return { type, path: given.get("address") ?? missing("a path", description), ...modeOf(given) };
    default:
      return { type: "descriptor", fd: FIRST_HANDED_OVER + numberOf(given.get("index") ?? "0", description) };
  }
}

/** Colons separate; what an escape leaves is a word of its own. A word is `[name, value]` or `[undefined, value]`. */
type Word = readonly [name: string | undefined, value: string];

function splitDescription(description: string): [type: string, ...words: Word[]] {
  const parts = description.match(/(?:\\[^]|[^:\\])+|(?<=:)(?=:|$)/g) ?? [];
  const [type = "", ...rest] = parts;
  const words = rest.map((part): Word => {
    const [, name, value] = /^([A-Za-z]\w*)=([^]*)$/.exec(part) ?? [];
    return [name, unescaped(value ?? part)];
  });
  return [unescaped(type), ...words];
}

function unescaped(text: string): string {
  return text.replace(/\\([^])/g, "$1");
}

function namedWords(type: string, words: readonly Word[], description: string): Map<string, string> {
  const names = Object.hasOwn(WORDS, type) ? WORDS[type] : undefined;
  if (names === undefined) {
    const types = Object.keys(WORDS);
    throw new UsageError(
      `${description} is no place to listen on: ${type} is none of ${types.join(", ")}.` +
        didYouMean(type, types),
    );
  }
  const given = new Map<string, string>();
  let position = 0;
  for (const [name, value] of words) {
    const key = name ?? names[position++] ?? missing(`a name before ${value}`, description);
    if (NOT_HERE.has(key)) throw new UsageError(`${key}, in ${description}, is not supported here`);
    if (!names.includes(key)) {
      throw new UsageError(
        `${type} takes ${names.join(", ")}, but no ${key}, in ${description}.${didYouMean(key, names)}`,
      );
    }
    given.set(key, value);
  }
  return given;
}

function hostOf(given: string | undefined): { readonly host?: string } {
  return given === undefined || given === "" ? {} : { host: given };
}

function portOf(text: string | undefined, description: string): number {
  const port = numberOf(text ?? missing("a port", description), description);
  if (port > 65535) throw new UsageError(`${port}, in ${description}, is no port: they end at 65535`);
  return port;
}

function numberOf(text: string, description: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${text || "nothing"}, in ${description}, is no number`);
  return Number(text);
}

/** As in Twisted: a certificate without a key of its own is in one file with it. */
function certificateOf(given: ReadonlyMap<string, string>): { readonly certificate?: CertificateFiles } {
  const privateKey = given.get("privateKey") ?? given.get("certKey");
  if (privateKey === undefined) return {};
  const extraCertChain = given.get("extraCertChain");
  return {
    certificate: {
      privateKey,
      certKey: given.get("certKey") ?? privateKey,
      ...(extraCertChain !== undefined && { extraCertChain }),
    },
  };
}

/** Octal. */
function modeOf(given: ReadonlyMap<string, string>): { readonly mode?: number } {
  const text = given.get("mode");
  if (text === undefined) return {};
  if (!/^0?[0-7]{3}$/.test(text)) throw new UsageError(`mode is three octal digits, as in 660, not ${text}`);
  return { mode: Number.parseInt(text, 8) };
}

function missing(what: string, description: string): never {
  throw new UsageError(`${what} is missing in ${description}`);
}
