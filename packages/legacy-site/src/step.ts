/** One step of a way: a method of a class, where it stands. */
import { className } from "./class-name";
import type { LegacyPhase, LegacyStep } from "./legacy-events";
import { ErrorPage, isLegacyResource } from "./resource";

export class Step implements LegacyStep {
  readonly resource: string;
  readonly kind: "legacy" | "core";
  readonly isErrorPage: boolean;
  readonly route: string;
  readonly phase: LegacyPhase;
  readonly hook: string;
  readonly couldLook: boolean;
  readonly #type: unknown;

  constructor(resource: object, route: string, phase: LegacyPhase, hook: string, couldLook: boolean) {
    this.#type = resource.constructor;
    this.resource = className(resource);
    this.kind = isLegacyResource(resource) ? "legacy" : "core";
    this.isErrorPage = resource instanceof ErrorPage;
    this.route = route;
    this.phase = phase;
    this.hook = hook;
    this.couldLook = couldLook;
  }

  /** Whether it would be the same for `resource`, reached in the same way. Classes, too, may be made anew. */
  is(resource: object, hook: string, couldLook: boolean): boolean {
    if (this.hook !== hook || this.couldLook !== couldLook) return false;
    return this.#type === resource.constructor || this.#hasNameOf(resource);
  }

  #hasNameOf(resource: object): boolean {
    return this.resource === className(resource) && this.isErrorPage === resource instanceof ErrorPage;
  }
}
