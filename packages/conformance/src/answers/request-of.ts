/** The request that a step asks for, whatever the version. */
import type { Ask, RawAnswer } from "./case";
import { fillIn } from "./placeholders";

export interface AskedRequest {
  readonly method: string;
  readonly target: string;
  /** With Host first, and with Content-Length where there is content. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly content: string;
}

export function requestOf(step: string | Ask, earlier: readonly RawAnswer[]): AskedRequest {
  const { ask, fields = [], content, times = 1 }: Ask = typeof step === "string" ? { ask: step } : step;
  const space = ask.indexOf(" ");
  const [method, target] = [ask.slice(0, space), ask.slice(space + 1)];
  const given = fields.map((line) => {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).trim();
    return [line.slice(0, colon), fillIn(value, { method, target }, earlier)] as const;
  });
  const all = given.some(([name]) => name.toLowerCase() === "host")
    ? given
    : [["Host", "site.example"] as const, ...given];
  const text = content?.repeat(times);
  if (text !== undefined) all.push(["Content-Length", String(text.length)]);
  return { method, target, fields: all, content: text ?? "" };
}
