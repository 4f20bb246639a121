/** Status and fields of two answers, compared. What belongs to the connection, or is always another, is not. */
import { UNKNOWN_LENGTH, type Headers, type IResponse } from "@headgate/core";
import type { DifferenceDetail } from "./shadow-difference";

/** The connection's, or compared in another way. */
const NEVER_COMPARED: readonly string[] = [
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
];

/** Each side makes its own session. */
const SESSION_COOKIE = /^(TWISTED(?:_SECURE)?_SESSION[^=]*)=[^;]*/;

/** An answer without its body; `fields` are unknown where a failure became the answer. */
export interface Head {
  readonly code: number;
  readonly fields: Headers | undefined;
  readonly length: number | undefined;
}

export function headOf({ code, headers, length }: IResponse): Head {
  if (length !== UNKNOWN_LENGTH) return { code, fields: headers, length };
  const announced = headers.get("content-length");
  return { code, fields: headers, length: announced === undefined ? undefined : Number(announced) };
}

export class HeadComparison {
  readonly #ignored: ReadonlySet<string>;

  /** @param ignored names, in any case */
  constructor(ignored: readonly string[]) {
    this.#ignored = new Set([...NEVER_COMPARED, ...ignored.map((name) => name.toLowerCase())]);
  }

  /** @param isLengthCompared the bodies themselves are not going to be compared */
  compare(old: Head, young: Head, isLengthCompared: boolean): DifferenceDetail[] {
    const details: DifferenceDetail[] = [];
    if (old.code !== young.code) details.push({ kind: "status", old: old.code, new: young.code });
    if (old.fields !== undefined && young.fields !== undefined) {
      details.push(...this.#compareFields(old.fields, young.fields));
    }
    const areLengthsKnown = old.length !== undefined && young.length !== undefined;
    if (isLengthCompared && areLengthsKnown && old.length !== young.length) {
      details.push({ kind: "length", old: old.length, new: young.length });
    }
    return details;
  }

  #compareFields(old: Headers, young: Headers): DifferenceDetail[] {
    const details: DifferenceDetail[] = [];
    for (const name of new Set([...namesOf(old), ...namesOf(young)])) {
      if (this.#ignored.has(name)) continue;
      const [some, others] = [valuesOf(old, name), valuesOf(young, name)];
      const isSame = some.length === others.length && some.every((value, at) => value === others[at]);
      if (!isSame) details.push({ kind: "header", name, old: some, new: others });
    }
    return details;
  }
}

function namesOf(fields: Headers): string[] {
  return [...fields].map(([name]) => name.toLowerCase());
}

function valuesOf(fields: Headers, name: string): readonly string[] {
  const values = fields.getAll(name);
  return name === "set-cookie"
    ? values.map((value) => value.replace(SESSION_COOKIE, "$1=(a session)"))
    : values;
}
