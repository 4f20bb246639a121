/**
 * Where something was seen: a class at a route, below what it was reached from. A tree of its own, beside that of
 * the resources, since those may be made anew for each request. To come by costs a few lookups by identity.
 */
import { ErrorPage } from "../resource";
import { hasMarks } from "../markers";
import type { LegacyExchangeEnded, LegacyPhase, LegacyVisit } from "../legacy-events";
import { className } from "./class-name";
import { HookEvidence } from "./hook-evidence";
import { couldLook, hookName } from "./hooks";
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
  readonly #renders = new Map<string, HookEvidence>();
  readonly #rendersLook = new Map<string, boolean>();
  readonly #others = new Map<LegacyPhase, HookEvidence>();

  constructor(resource: object, route: string, budget: PlaceBudget) {
    this.resource = className(resource);
    this.route = route;
    this.node = resource instanceof ErrorPage ? undefined : new NodeEvidence(this.resource, route);
    this.#budget = budget;
  }

  /** @param names of the segments between; undefined: the same place. Returns undefined where no more is kept. */
  to(resource: object, names: string | undefined): Place | undefined {
    const places = names === undefined ? this.#inside : this.#classesAt(names);
    const known = places.get(resource.constructor);
    if (known !== undefined || this.#budget.left <= 0) return known;
    this.#budget.left -= 1;
    const route = names === undefined ? this.route : `${this.route === "/" ? "" : this.route}/${names}`;
    const place = new Place(resource, route, this.#budget);
    places.set(resource.constructor, place);
    return place;
  }

  #classesAt(names: string): Map<unknown, Place> {
    let classes = this.#below.get(names);
    if (classes === undefined) this.#below.set(names, (classes = new Map<unknown, Place>()));
    return classes;
  }

  /** Whether the `render` of that method could look at the body: the class says so, if the object has no marks. */
  rendersLook(visit: LegacyVisit, method: string): boolean {
    if (hasMarks(visit.resource)) return couldLook(visit, method, undefined);
    let looks = this.#rendersLook.get(method);
    if (looks === undefined) this.#rendersLook.set(method, (looks = couldLook(visit, method, undefined)));
    return looks;
  }

  /** The method that ran there. */
  hookOf(visit: LegacyVisit, exchange: LegacyExchangeEnded): HookEvidence {
    const isRender = visit.phase === "render";
    const known = isRender ? this.#renders.get(exchange.method) : this.#others.get(visit.phase);
    if (known !== undefined) return known;
    const hook = new HookEvidence(this.resource, hookName(visit, exchange), this.route);
    if (isRender) this.#renders.set(exchange.method, hook);
    else this.#others.set(visit.phase, hook);
    return hook;
  }

  *hooks(): Generator<HookEvidence> {
    yield* this.#renders.values();
    yield* this.#others.values();
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
