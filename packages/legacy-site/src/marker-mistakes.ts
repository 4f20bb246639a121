/** What is wrong with the markers of a resource: said when a walk first comes to it, not when it has a body. */
import type { ILog } from "@headgate/core";
import {
  checkValue,
  markerFor,
  MARKERS,
  nameOf,
  ownersOf,
  refuseField,
  staticOf,
  STREAMING,
} from "./markers";
import { Resource } from "./resource";

/** Classes that have been looked at, and are well. */
const classesSeen = new WeakSet<object>();

/**
 * What a class has in its fields, the first of its objects has; object literals are each of their own kind.
 *
 * @throws TypeError for a marker in a field, one whose value never counts, and [STREAMING] of what can't
 */
export function checkMarkers(resource: object, log: ILog): void {
  const type: unknown = resource.constructor;
  const isClass = typeof type === "function" && type !== Object;
  if (isClass && classesSeen.has(type)) return;
  for (const marker of MARKERS) refuseField(resource, marker);
  if (!isClass) return;
  for (const owner of ownersOf(resource)) {
    if (owner !== resource && Object.hasOwn(owner, "constructor")) checkStatics(owner, log);
  }
  checkStreams(resource);
  classesSeen.add(type);
}

/** Those of the class of this prototype itself. */
function checkStatics(prototype: object, log: ILog): void {
  const type = prototype.constructor;
  for (const marker of MARKERS) {
    const value = staticOf(prototype, marker);
    if (value !== undefined) checkValue(marker, value, type.name);
    const name = nameOf(marker);
    if (!isMeantAsMarker(Object.getOwnPropertyDescriptor(type, name)?.value)) continue;
    log.warn(
      `${type.name} has a static ${name}, which is no marker: in brackets it is, static readonly [${name}]`,
    );
  }
}

/** A constant of the application's own is something else. */
function isMeantAsMarker(value: unknown): boolean {
  return value === true || Array.isArray(value);
}

function checkStreams(resource: object): void {
  const marker = markerFor(resource, STREAMING, []);
  if (marker === undefined || marker === false) return;
  const { responseForRequest } = resource as Partial<Resource>;
  if (responseForRequest !== undefined && responseForRequest !== Resource.prototype.responseForRequest)
    return;
  throw new TypeError(
    `${resource.constructor.name} is marked [STREAMING], and has no responseForRequest to stream with`,
  );
}
