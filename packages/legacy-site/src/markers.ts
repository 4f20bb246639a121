/**
 * What a resource says about itself, so that the bridge need not collect bodies for it.
 *
 * A marker speaks of methods, and counts only where it was written at or below the class that defines them: a
 * subclass with a method of its own has not been asked yet. So a marker's owner must be known: it is a static of
 * the class, or put on one object by `mark`. The symbols are global, for two copies of this package to agree.
 */

/** Answers through `responseForRequest`, with the live request: all methods, or those listed. */
export const STREAMING: unique symbol = Symbol.for("headgate.streaming") as never;
/** `getChild` and `getChildWithDefault` never look at the body. */
export const CONTENT_BLIND: unique symbol = Symbol.for("headgate.contentBlind") as never;
/** `render` and the `render_*` never look at the body. */
export const RENDERS_BLIND: unique symbol = Symbol.for("headgate.rendersBlind") as never;

export type Marker = typeof STREAMING | typeof CONTENT_BLIND | typeof RENDERS_BLIND;

/** By the names that they are imported by. */
const NAMES: ReadonlyMap<Marker, string> = new Map<Marker, string>([
  [STREAMING, "STREAMING"],
  [CONTENT_BLIND, "CONTENT_BLIND"],
  [RENDERS_BLIND, "RENDERS_BLIND"],
]);

export const MARKERS: readonly Marker[] = [...NAMES.keys()];

/** Markers of single objects: a property of the object, but not one that a class could define for all. */
const MARKS = Symbol.for("headgate.marks");

interface Marked {
  readonly [MARKS]?: Map<symbol, unknown>;
}

/**
 * Marks one object. Returns it.
 *
 * @param value for STREAMING: true, or the methods that stream
 * @throws TypeError for what is no marker, and for a value that it can't have
 */
export function mark<T extends object>(
  resource: T,
  marker: Marker,
  value: true | readonly string[] = true,
): T {
  if (!NAMES.has(marker)) {
    throw new TypeError(`mark takes ${[...NAMES.values()].join(", ")}; this is ${String(marker)}`);
  }
  checkValue(
    marker,
    value,
    typeof resource.constructor === "function" ? resource.constructor.name : "an object",
  );
  const marks = Object.hasOwn(resource, MARKS) ? (resource as Marked)[MARKS] : undefined;
  const extended = new Map([...(marks ?? []), [marker, value]]);
  Object.defineProperty(resource, MARKS, { value: extended, configurable: true });
  return resource;
}

/** A marker further up says nothing about methods further down; false takes back what one of them said. */
export function isMarked(resource: object, marker: Marker, methods: readonly string[]): boolean {
  return markerFor(resource, marker, methods) === true;
}

/** false: neither the object nor any of its classes carries the marker. The quick answer, for every request. */
export function mayBeMarked(resource: object, marker: Marker): boolean {
  return MARKS in resource || marker in resource || marker in resource.constructor;
}

/** The value of `marker`, if it counts for all of `methods`. @throws TypeError for a marker in an instance field */
export function markerFor(resource: object, marker: Marker, methods: readonly string[]): unknown {
  refuseField(resource, marker);
  const marks = Object.hasOwn(resource, MARKS) ? (resource as Marked)[MARKS] : undefined;
  if (marks?.has(marker) === true) return marks.get(marker);
  // Written out, as it is asked for every request with a body.
  for (let owner: object | null = resource; owner !== null; owner = prototypeOf(owner)) {
    const value = owner === resource ? undefined : staticOf(owner, marker);
    if (value !== undefined) return value;
    // Whoever defined the method here did not mark it, and a marker further up did not know of it.
    for (const method of methods) if (Object.hasOwn(owner, method)) return undefined;
  }
  return undefined;
}

/** Where members of an object may be defined: itself, then its classes' prototypes, upwards. */
export function* ownersOf(resource: object): Generator<object> {
  for (let owner: object | null = resource; owner !== null; owner = prototypeOf(owner)) yield owner;
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}

/** The marker that the class of this prototype carries itself. */
export function staticOf(prototype: object, marker: Marker): unknown {
  if (!Object.hasOwn(prototype, "constructor")) return undefined;
  const type = prototype.constructor as unknown as Record<symbol, unknown>;
  return Object.hasOwn(type, marker) ? type[marker] : undefined;
}

/** @throws TypeError: subclasses would inherit it unseen */
export function refuseField(resource: object, marker: Marker): void {
  if (!(marker in resource)) return;
  const name = `the marker [${nameOf(marker)}] of`;
  if (resource.constructor === Object) {
    throw new TypeError(
      `${name} an object is one of its properties: put it on with mark(object, ${nameOf(marker)})`,
    );
  }
  throw new TypeError(
    `${name} ${resource.constructor.name} is an instance field, which every subclass would inherit ` +
      `unseen: write it as a static (static readonly [${nameOf(marker)}] = true), or put it on one object with mark()`,
  );
}

/** @throws TypeError for a value that would never count */
export function checkValue(marker: Marker, value: unknown, owner: string): void {
  if (typeof value === "boolean") return;
  const name = `the marker [${nameOf(marker)}] of ${owner}`;
  if (marker !== STREAMING) throw new TypeError(`${name} is ${JSON.stringify(value)}: it may be true`);
  if (!isListOfTexts(value)) {
    throw new TypeError(
      `${name} is ${JSON.stringify(value)}: it may be true, or a list of methods, as ["PUT"]`,
    );
  }
  const small = value.find((method) => method !== method.toUpperCase());
  if (small !== undefined) throw new TypeError(`${name} lists ${small}: methods are written in capitals`);
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((method) => typeof method === "string");
}

export function nameOf(marker: Marker): string {
  return NAMES.get(marker) ?? String(marker);
}
