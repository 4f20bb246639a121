/** `[BODY_LIMITS]` along the way of a request: of each limit, the one nearest to the resource holds. */
import { InvalidOption } from "../errors";
import type { IRequest } from "../interfaces/message";
import type { IResource } from "../interfaces/resource";
import type { IRoutedRequest } from "../message/request";
import { BODY_LIMITS, type BodyLimits } from "../options";
import { checkNumber } from "./resolve-options";

interface MayLimit {
  readonly [BODY_LIMITS]?: BodyLimits;
}

const LIMIT_NAMES: ReadonlySet<string> = new Set<keyof BodyLimits>([
  "maxBodyOctets",
  "bodyIdleTimeoutMs",
  "minBodyRate",
  "receiveWindowOctets",
]);

/** @throws InvalidOption for an unknown name or a value out of range */
function checkBodyLimits(limits: BodyLimits): void {
  for (const [name, value] of Object.entries(limits) as [string, unknown][]) {
    if (!LIMIT_NAMES.has(name)) throw new InvalidOption(`there is no limit ${name} in [BODY_LIMITS]`);
    if (value !== undefined) checkNumber(name, value);
  }
}

/**
 * @param trail resources from the root down; limits may stand on the object or on its class
 * @throws InvalidOption: a limit that is misspelt would be none
 */
function bodyLimitsOn(trail: readonly IResource[]): BodyLimits {
  let limits: BodyLimits = {};
  for (const resource of trail) {
    // An object without a prototype has no class either.
    const owner = resource.constructor as MayLimit | undefined;
    const own = (resource as MayLimit)[BODY_LIMITS] ?? owner?.[BODY_LIMITS];
    if (own === undefined) continue;
    checkBodyLimits(own);
    limits = { ...limits, ...own };
  }
  return limits;
}

/** Those that hold where the walk of `request` has come to. For whoever hands its body on in another way. */
export function bodyLimitsFor(request: IRequest): BodyLimits {
  return bodyLimitsOn((request as Partial<IRoutedRequest>).trail ?? []);
}
