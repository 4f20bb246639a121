/** Requests whose client another one answers: nothing of them is logged, counted or told. */
import type { IRequest } from "@headgate/core";

/** On a request, and so on views of it. */
export const SILENT: unique symbol = Symbol("silent");

export interface ISilentRequest extends IRequest {
  readonly [SILENT]: true;
}

export function isSilent(request: IRequest): boolean {
  return (request as Partial<ISilentRequest>)[SILENT] === true;
}
