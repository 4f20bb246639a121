/**
 * What should become of a body, by the rules of the bridge: it is collected once, before the first code that could look
 * at it; who streams gets it live, unless somebody above had it collected; nobody else makes a difference.
 */
import type { BodyKind, ChildKind, ParentKind, Way } from "./kinds";

export interface Expected {
  readonly way: Way;
  /** The first octet of the answer comes before the last one of the request is sent. */
  readonly isEarly: boolean;
}

export function expected(
  parents: readonly ParentKind[],
  { way }: ChildKind,
  { octets, isDeclared }: BodyKind,
): Expected {
  // Nothing to wait for. Where only the end tells that there was nothing, it has to be waited for.
  if (isDeclared && octets === 0) return { way: "empty", isEarly: false };
  const isForced = parents.some(({ looks }) => looks);
  if (way === "streams") return { way: isForced ? "replayed" : "streamed", isEarly: !isForced };
  if (way === "renders") return { way: "buffered", isEarly: false };
  return { way: isForced ? "buffered" : "unread", isEarly: !isForced };
}
