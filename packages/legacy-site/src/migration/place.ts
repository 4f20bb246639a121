/**
 * Where something was seen: a class at a route, below what it was reached from. A tree of its own, beside that of
 * the resources, since those may be made anew for each request. To come by costs a few lookups by identity.
 */
import { ErrorPage } from "../resource";
import type { LegacyExchangeEnded, LegacyPhase, LegacyVisit } from "../legacy-events";
import { className } from "./class-name";
import { HookEvidence } from "./hook-evidence";
import { hookName, whatRan } from "./hooks";
import { NodeEvidence } from "./node-evidence";

/** A segment that a getChild took. */
export const ANY = "*";

/** How many places there may be in all. */
export interface PlaceBudget {
  left: number;
}

export class Place {
  /** Name of the class. */
  readonly resource: string;
  /** "/upload/*" */
  readonly route: string;
  readonly node: NodeEvidence | undefined;
  readonly #budget: PlaceBudget;
  /** Segments, and what was there, by class. */
  readonly #below = new Map<string, Map<unknown, Place>>();
  /** What a wrapper passed the request to. */
  readonly #inside = new Map<unknown, Place>();
  #lastParent: object | undefined;
  #lastSegment: string | undefined;
  #lastNames: string | undefined;
  #lastType: unknown;
  #last: Place | undefined;
  /** By their names. */
  readonly #hooks = new Map<string, HookEvidence>();
  #lastPhase: LegacyPhase | undefined;
  #lastMethod: string | undefined;
  #lastRan: unknown;
  #lastHook: HookEvidence | undefined;

  constructor(resource: object, route: string, budget: PlaceBudget) {
    this.resource = className(resource);
    this.route = route;
    this.node = resource instanceof ErrorPage ? undefined : new NodeEvidence(resource, route);
    this.#budget = budget;
  }

  /** Where the request before went on to, if this one does as that: from the same object, by the same segment. */
  asBefore(parent: object, segment: string, resource: object): Place | undefined {
    const isSameStep = parent === this.#lastParent && segment === this.#lastSegment;
    return isSameStep && resource.constructor === this.#lastType ? this.#last : undefined;
  }

  /**
   * @param names of the segments between; undefined: the same place
   * @param parent and segment of the step, where it was one
   * @returns undefined where no more is kept
   */
  to(
    resource: object,
    names: string | undefined,
    parent: object | undefined,
    segment: string | undefined,
  ): Place | undefined {
    this.#lastParent = parent;
    this.#lastSegment = segment;
    const type: unknown = resource.constructor;
    // Most requests go the way of the one before.
    if (names === this.#lastNames && type === this.#lastType && this.#last !== undefined) return this.#last;
    const places = names === undefined ? this.#inside : this.#below.get(names);
    this.#lastNames = names;
    this.#lastType = type;
    this.#last = places?.get(type) ?? this.#make(resource, names);
    return this.#last;
  }

  #make(resource: object, names: string | undefined): Place | undefined {
    if (this.#budget.left <= 0) return undefined;
    this.#budget.left -= 1;
    const route = names === undefined ? this.route : `${this.route === "/" ? "" : this.route}/${names}`;
    const place = new Place(resource, route, this.#budget);
    const places = names === undefined ? this.#inside : this.#placesAt(names);
    places.set(resource.constructor, place);
    return place;
  }

  #placesAt(names: string): Map<unknown, Place> {
    let places = this.#below.get(names);
    if (places === undefined) this.#below.set(names, (places = new Map<unknown, Place>()));
    return places;
  }

  /** The method that ran there. */
  hookOf(visit: LegacyVisit, exchange: LegacyExchangeEnded): HookEvidence {
    const { phase } = visit;
    const { method } = exchange;
    const ran = whatRan(visit);
    // Names are put together and looked up where another one ran than for the request before.
    const isAsLast = phase === this.#lastPhase && method === this.#lastMethod && ran === this.#lastRan;
    if (isAsLast && this.#lastHook !== undefined) return this.#lastHook;
    this.#lastPhase = phase;
    this.#lastMethod = method;
    this.#lastRan = ran;
    return (this.#lastHook = this.#hookNamed(hookName(visit, exchange)));
  }

  #hookNamed(name: string): HookEvidence {
    let hook = this.#hooks.get(name);
    if (hook === undefined) {
      this.#hooks.set(name, (hook = new HookEvidence(this.resource, name, this.route)));
    }
    return hook;
  }

  *hooks(): Generator<HookEvidence> {
    yield* this.#hooks.values();
    for (const place of this.#places()) yield* place.hooks();
  }

  *nodes(): Generator<NodeEvidence> {
    if (this.node !== undefined && this.node.requests > 0) yield this.node;
    for (const place of this.#places()) yield* place.nodes();
  }

  *#places(): Generator<Place> {
    yield* this.#inside.values();
    for (const classes of this.#below.values()) yield* classes.values();
  }
}
