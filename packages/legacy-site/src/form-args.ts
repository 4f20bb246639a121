/**
 * `request.args`: the query, and the body of a form (twisted.web.http: parse_qs and Request.requestReceived).
 *
 * Names and values are octets that need not be UTF-8, so there are two records: names with their values as
 * bytes, and the same as text. Records have no prototype: a field may be called `__proto__`.
 */
import { LimitExceeded } from "@headgate/core";
import type { ContentFile } from "./content-file";
import { parseParameterizedValue } from "./header-parameters";
import { parseMultipart } from "./multipart";
import { decodeBytes, decodeText } from "./octets";
import { unquoteBytes } from "./percent-encoding";

/** Name, as text -> values, in order. */
export type ArgsBytes = Record<string, Buffer[]>;
export type Args = Record<string, string[]>;

export interface FormOptions {
  /** A `;` separates as `&` does, in the way of twisted.web 22.4; not where a site is hardened. */
  readonly semicolonSeparates: boolean;
  readonly maxFormOctets: number;
  readonly maxFormParts: number;
  readonly maxFormPairs: number;
  readonly maxPartHeaderOctets: number;
}

export const DEFAULT_FORM_OPTIONS: FormOptions = {
  semicolonSeparates: true,
  maxFormOctets: 16 * 1024 * 1024,
  maxFormParts: 1_000,
  maxFormPairs: 1_000,
  maxPartHeaderOctets: 16 * 1024,
};

/** The query of a target, as octets. Its length is bounded with the request line, its pairs by nothing else. */
export function parseQuery(query: string, semicolonSeparates = true): ArgsBytes {
  return parsePairs(Buffer.from(query, "latin1"), semicolonSeparates, Infinity);
}

/**
 * The body of a form, or undefined if it is none: another method than POST, no content, another media type.
 * Media types are compared exactly, as 22.4 does. The content stands at its start before and after.
 *
 * @throws MalformedBody without a boundary; LimitExceeded
 */
export function parseForm(
  method: string,
  contentType: string | undefined,
  content: ContentFile,
  options: FormOptions = DEFAULT_FORM_OPTIONS,
): ArgsBytes | undefined {
  if (method !== "POST" || contentType === undefined || content.length === 0) return undefined;
  const { value: mediaType, parameters } = parseParameterizedValue(contentType);
  if (mediaType === "application/x-www-form-urlencoded") {
    return parsePairs(wholeForm(content, options), options.semicolonSeparates, options.maxFormPairs);
  }
  if (mediaType === "multipart/form-data") {
    const args = emptyArgs();
    const limits = { maxParts: options.maxFormParts, maxPartHeaderOctets: options.maxPartHeaderOctets };
    for (const { name, value } of parseMultipart(
      wholeForm(content, options),
      parameters.get("boundary"),
      limits,
    )) {
      addValue(args, decodeText(name), value);
    }
    return args;
  }
  return undefined;
}

/** Names of the form replace the same names of the query; they do not add to them. */
export function mergeArgs(query: ArgsBytes, form: ArgsBytes | undefined): ArgsBytes {
  return Object.assign(emptyArgs(), query, form);
}

export function textArgs(args: ArgsBytes): Args {
  const text = Object.create(null) as Args;
  for (const [name, values] of Object.entries(args)) text[name] = values.map(decodeBytes);
  return text;
}

function wholeForm(content: ContentFile, { maxFormOctets }: FormOptions): Buffer {
  if (content.length > maxFormOctets) {
    throw new LimitExceeded("maxFormOctets", `a form of more than ${maxFormOctets} octets`);
  }
  return content.peek();
}

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

/** `a=1&b=2`. A piece without `=` is dropped, a blank value kept. */
function parsePairs(octets: Buffer, semicolonSeparates: boolean, maxPairs: number): ArgsBytes {
  const args = emptyArgs();
  const otherSeparator = semicolonSeparates ? SEMICOLON : AMPERSAND;
  let pairs = 0;
  let start = 0;
  let equals = -1;
  for (let at = 0; at <= octets.length; at++) {
    const octet = octets[at]; // undefined at the end
    if (octet === EQUALS && equals === -1) equals = at;
    if (octet !== undefined && octet !== AMPERSAND && octet !== otherSeparator) continue;
    if (equals !== -1) {
      if (++pairs > maxPairs) throw new LimitExceeded("maxFormPairs", `more than ${maxPairs} fields`);
      const name = unquoteBytes(octets.subarray(start, equals), true);
      addValue(args, decodeBytes(name), unquoteBytes(octets.subarray(equals + 1, at), true));
    }
    start = at + 1;
    equals = -1;
  }
  return args;
}

function addValue(args: ArgsBytes, name: string, value: Buffer): void {
  (args[name] ??= []).push(value);
}

function emptyArgs(): ArgsBytes {
  return Object.create(null) as ArgsBytes;
}
