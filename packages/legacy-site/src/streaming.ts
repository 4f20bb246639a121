/**
 * Whether a legacy resource answers in the new way, with the live request: by its marker, or because it has a
 * `responseForRequest` of its own.
 */
import { markerFor, mayBeMarked, ownersOf, STREAMING } from "./markers";
import { renderNames } from "./render-names";
import { Resource } from "./resource";

const standard = Resource.prototype;

/**
 * A subclass that defines `render`, or the `render_*` of this method, below the class that streams has not been
 * migrated yet: it is collected for, and rendered.
 */
export function isStreaming(resource: object, method: string): boolean {
  const { responseForRequest } = resource as Partial<Resource>;
  if (responseForRequest === standard.responseForRequest && !mayBeMarked(resource, STREAMING)) return false;
  const marker = markerFor(resource, STREAMING, renderNames(method));
  if (Array.isArray(marker)) return isListed(marker as readonly string[], method);
  if (marker !== undefined) return marker === true;
  if (responseForRequest === undefined || responseForRequest === standard.responseForRequest) return false;
  return isDefinedAtOrBelow(resource, "responseForRequest", renderNames(method));
}

function isListed(methods: readonly string[], method: string): boolean {
  return methods.includes(method) || (method === "HEAD" && methods.includes("GET"));
}

/** Whether the first of the prototype chain to define any of these defines `name`. */
function isDefinedAtOrBelow(resource: object, name: string, others: readonly string[]): boolean {
  for (const owner of ownersOf(resource)) {
    if (Object.hasOwn(owner, name)) return true;
    if (others.some((method) => Object.hasOwn(owner, method))) return false;
  }
  return false;
}
