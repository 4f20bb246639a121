/**
 * Cookies as twisted.web reads and writes them (twisted.web.http.Request: parseCookies, addCookie). Read leniently:
 * nothing is unquoted or decoded. Written so that no part can begin another part, or another field.
 */
import { decodeBytes } from "./octets";

/** Name -> value. Without a prototype: a client may choose any name. */
export type Cookies = Record<string, string>;

type Attribute<T> = T | null | undefined;

export interface CookieOptions {
  readonly expires?: Attribute<string>;
  readonly domain?: Attribute<string>;
  readonly path?: Attribute<string>;
  /** Seconds. */
  readonly maxAge?: Attribute<string | number>;
  /** twisted.web's name for `maxAge`. */
  readonly max_age?: Attribute<string | number>;
  readonly comment?: Attribute<string>;
  readonly secure?: Attribute<boolean | number>;
  readonly httpOnly?: Attribute<boolean | number>;
  /** `lax`, `strict`, or, of a secure cookie, `none`; in any case. */
  readonly sameSite?: Attribute<string>;
}

/** What `addCookie` takes behind name and value: options, or the same in twisted.web's order. */
export type CookieArguments =
  | readonly [options?: CookieOptions]
  | readonly [
      expires?: Attribute<string>,
      domain?: Attribute<string>,
      path?: Attribute<string>,
      maxAge?: Attribute<string | number>,
      comment?: Attribute<string>,
      secure?: Attribute<boolean | number>,
      httpOnly?: Attribute<boolean | number>,
      sameSite?: Attribute<string>,
    ];

export function cookieOptions(given: CookieArguments): CookieOptions {
  const [expires] = given;
  if (typeof expires === "object" && expires !== null) return expires;
  const [, domain, path, maxAge, comment, secure, httpOnly, sameSite] = given as unknown as never[];
  return { expires, domain, path, maxAge, comment, secure, httpOnly, sameSite };
}

/** Puts the pairs of one Cookie field into `cookies`; of those with one name the last one counts. */
export function readCookies(field: string, cookies: Cookies): void {
  for (const piece of field.split(";")) {
    const equals = piece.indexOf("=");
    if (equals === -1) continue;
    cookies[withoutLeadingBlanks(piece.slice(0, equals))] = piece.slice(equals + 1);
  }
}

/** The value of a Set-Cookie field. @throws TypeError, RangeError for what can't be sent */
export function formatCookie(
  name: string | Uint8Array,
  value: string | Uint8Array,
  options: CookieOptions,
): string {
  const { expires, domain, path, comment, secure, httpOnly } = options;
  const maxAge = options.maxAge ?? options.max_age;
  let cookie = `${part("name", name)}=${part("value", value)}`;
  const attributes = { Expires: expires, Domain: domain, Path: path, "Max-Age": maxAge, Comment: comment };
  for (const [attribute, given] of Object.entries(attributes)) {
    if (given != null) cookie += `; ${attribute}=${part(attribute, given)}`;
  }
  if (secure) cookie += "; Secure";
  if (httpOnly) cookie += "; HttpOnly";
  if (options.sameSite) cookie += `; SameSite=${sameSiteOf(options.sameSite, Boolean(secure))}`;
  return cookie;
}

function sameSiteOf(given: string, isSecure: boolean): string {
  const sameSite = given.toLowerCase();
  if (sameSite === "lax" || sameSite === "strict" || (sameSite === "none" && isSecure)) return sameSite;
  throw new RangeError(`Invalid value for sameSite: ${JSON.stringify(sameSite)}`);
}

/** Lines are joined, and what would end the part becomes a space, as in twisted.web; so does a control character. */
function part(what: string, given: string | Uint8Array | number): string {
  const text = given instanceof Uint8Array ? decodeBytes(Buffer.from(given)) : given;
  if (typeof text !== "string" && !Number.isSafeInteger(text)) {
    throw new TypeError(`${what} of a cookie must be text or bytes, not ${typeof given}`);
  }
  return String(text)
    .replace(/(?:\r\n|\r|\n)$/, "")
    .replace(/\r\n|[\0-\x08\x0a-\x1f\x7f;]/g, " ");
}

/** As Python's `lstrip`, which knows less white space than `trimStart`. */
function withoutLeadingBlanks(text: string): string {
  let start = 0;
  while (BLANKS.includes(text.charAt(start)) && start < text.length) start++;
  return text.slice(start);
}

const BLANKS = " \t\n\r\v\f";
