/**
 * The two answers to one request, compared as they come: their heads, and their bodies where those can tell them apart.
 * Calls no code of anybody.
 */
import { HeadgateError, Headers, type IRequest, type IResponse } from "@headgate/core";
import { ObservedResponse } from "../observed-response";
import type { BodyComparison, Side } from "./body-comparison";
import { type Head, type HeadComparison, headOf } from "./head-comparison";
import type { DifferenceDetail } from "./shadow-difference";

/** 204 and 304 end with their head; 205 has nothing to say either. */
const CODES_WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

export class AnswerComparison {
  readonly #isHead: boolean;
  readonly #heads: HeadComparison;
  readonly #bodies: BodyComparison;
  readonly #fields: readonly (readonly [name: string, value: string])[];
  #old: Head | undefined;
  #new: Head | undefined;

  /**
   * @param bodies are filled by whoever reads them
   * @param fields that both would get on the way out
   */
  constructor(
    request: IRequest,
    heads: HeadComparison,
    bodies: BodyComparison,
    fields: readonly (readonly [name: string, value: string])[],
  ) {
    this.#isHead = request.method === "HEAD";
    this.#heads = heads;
    this.#bodies = bodies;
    this.#fields = fields;
  }

  /** The head of an answer is there. Returns whether a body follows. */
  answered(side: Side, response: IResponse): boolean {
    this.#set(side, headOf(new ObservedResponse(response, this.#fields, () => undefined)));
    return this.#hasContent(response.code);
  }

  /** A failure became the answer. */
  failed(side: Side, code: number): void {
    this.#set(side, { code, fields: undefined, length: undefined });
  }

  /** The head of the new answer is waited for. */
  get isNewAwaited(): boolean {
    return this.#old !== undefined && this.#new === undefined;
  }

  /** In what they differ, as soon as that can be said: in nothing, if they are the same. */
  get verdict(): DifferenceDetail[] | undefined {
    const [old, young] = [this.#old, this.#new];
    if (old === undefined || young === undefined) return undefined;
    const areBodiesCompared = this.#areBodiesCompared(old, young);
    const { difference, isSame } = this.#bodies;
    if (areBodiesCompared && difference === undefined && !isSame) return undefined;
    const details = this.#heads.compare(old, young, this.#isHead);
    if (areBodiesCompared && difference !== undefined) details.push({ kind: "body", ...difference });
    return details;
  }

  #set(side: Side, head: Head): void {
    if (side === "old") this.#old = head;
    else this.#new = head;
  }

  /** Both have a body that can tell them apart. */
  #areBodiesCompared(old: Head, young: Head): boolean {
    const areAnswers = old.fields !== undefined && young.fields !== undefined;
    return areAnswers && old.code === young.code && this.#hasContent(old.code);
  }

  #hasContent(code: number): boolean {
    return !this.#isHead && !CODES_WITHOUT_CONTENT.has(code);
  }
}

export function isResponse(value: unknown): value is IResponse {
  const { headers, deliverBody, code } = (value ?? {}) as Partial<IResponse>;
  return headers instanceof Headers && typeof deliverBody === "function" && typeof code === "number";
}

/** What a failure would be answered with, as far as it says so itself. */
export function statusOf(error: unknown): number | undefined {
  const root = rootOf(error);
  return root instanceof HeadgateError ? root.status : undefined;
}

/** An end of a body stands for what broke it. */
export function rootOf(error: unknown): unknown {
  return error instanceof HeadgateError && error.cause !== undefined ? error.cause : error;
}
