/** What a request takes from earlier answers of its case: the cookies, and the answer to a digest challenge. */
import { createHash } from "node:crypto";
import type { RawAnswer } from "./case";

const NC = "00000001";
const CNONCE = "a-client";

interface Asked {
  readonly method: string;
  readonly target: string;
}

/** `text` with `{cookies}` and `{digest USER PASSWORD [name=value]}` filled in; of the password `%20` is a blank. */
export function fillIn(text: string, asked: Asked, earlier: readonly RawAnswer[]): string {
  return text
    .replace("{cookies}", () => cookiesOf(earlier))
    .replace(
      /\{digest (\S+) ([^\s}]+)((?: \w+=[^\s}]+)*)\}/,
      (_, user: string, password: string, more: string) => {
        const changes = more.split(" ").filter(Boolean);
        const changed = Object.fromEntries(changes.map((change) => change.split("=") as [string, string]));
        return digestOf(challengeOf(earlier), asked, {
          user,
          password: decodeURIComponent(password),
          ...changed,
        });
      },
    );
}

function cookiesOf(earlier: readonly RawAnswer[]): string {
  const jar = new Map<string, string>();
  for (const { fields } of earlier) {
    for (const [name, value] of fields) {
      if (name.toLowerCase() !== "set-cookie") continue;
      const [pair = ""] = value.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair);
    }
  }
  return [...jar.values()].join("; ");
}

/** The parameters of the last digest challenge. */
function challengeOf(earlier: readonly RawAnswer[]): Record<string, string> {
  const challenges = earlier.flatMap(({ fields }) => fields.filter(([, value]) => /^digest /i.test(value)));
  const [, challenge] = challenges.at(-1) ?? [];
  if (challenge === undefined) throw new Error("no answer had a digest challenge");
  return Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

function digestOf(
  challenge: Record<string, string>,
  { method, target }: Asked,
  given: Record<string, string>,
): string {
  const { realm = "", nonce = "", opaque = "", algorithm = "md5" } = { ...challenge, ...given };
  const { user = "", password = "", uri = target, verb = method, cnonce = CNONCE, qop = "auth" } = given;
  const hash = (text: string): string =>
    createHash(algorithm === "sha" ? "sha1" : algorithm)
      .update(text, "latin1")
      .digest("hex");
  const secret = hash(`${user}:${realm}:${password}`);
  // Without qop there is no count either (RFC 2069).
  const counted = qop === "none" ? "" : `${NC}:${cnonce}:${qop}:`;
  const response = hash(`${secret}:${nonce}:${counted}${hash(`${verb}:${uri}`)}`);
  const quoted = { username: user, realm, nonce, uri, response, opaque };
  const parameters = Object.entries(quoted).map(([name, value]) => `${name}="${value}"`);
  parameters.push(`algorithm=${algorithm}`);
  if (qop !== "none") parameters.push(`cnonce="${cnonce}"`, `qop=${qop}`, `nc=${NC}`);
  return `Digest ${parameters.join(", ")}`;
}
