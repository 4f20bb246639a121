/**
 * Where requests with content came by on their way through a tree, and for whom the content was collected. All that went
 * the same way share one Way, so that to go on costs a lookup, and something is made only for the first that goes a
 * new way. Resources may be made anew for each request, and paths contain what clients send: steps are told apart by
 * names of classes, of methods and of static children.
 */
import type { LegacyPhase, LegacyWay } from "./legacy-events";
import { Step } from "./step";

/** A tree that grows as it is used does not make this grow for ever. */
const MAX_STEPS = 2_000;
/** On one way: a getChild that returns its own kind does not use up all of them. As many as an integer has bits. */
const MAX_ORDINAL = 30;

/** Of all ways that begin at the same place. */
interface Budget {
  steps: number;
}

export class Way implements LegacyWay {
  readonly step: Step;
  readonly previous: Way | undefined;
  readonly ordinal: number;
  readonly isCollector: boolean;
  readonly #budget: Budget;
  #collecting: Way | undefined = undefined;
  /** By the names of the segments; undefined: a wrapper passed the request on, and took none. */
  readonly #next = new Map<string | undefined, Way[]>();
  #last: Way | undefined = undefined;
  #lastNames: string | undefined = undefined;

  private constructor(step: Step, previous: Way | undefined, isCollector: boolean, budget: Budget) {
    this.step = step;
    this.previous = previous;
    this.ordinal = previous === undefined ? 0 : previous.ordinal + 1;
    this.isCollector = isCollector;
    this.#budget = budget;
  }

  /** Where requests come in. */
  static begin(): Way {
    const step = new Step({}, "/", "received", "received", false);
    return new Way(step, undefined, false, { steps: MAX_STEPS });
  }

  /**
   * On to a resource, for one of its methods.
   *
   * @param names of the segments that it was reached by, see `namesBelow`
   * @returns undefined where no more is kept
   */
  to(
    resource: object,
    names: string | undefined,
    phase: LegacyPhase,
    hook: string,
    couldLook: boolean,
  ): Way | undefined {
    // Many requests go the way of the one before.
    const last = this.#last;
    if (names === this.#lastNames && last?.step.is(resource, hook, couldLook) === true) return last;
    const known = this.#next.get(names);
    let way = known?.find(({ step }) => step.is(resource, hook, couldLook));
    if (way === undefined && this.#mayGrow) {
      const step = new Step(resource, routeBelow(this.step.route, names), phase, hook, couldLook);
      way = new Way(step, this, false, this.#budget);
      this.#budget.steps -= 1;
      if (known === undefined) this.#next.set(names, [way]);
      else known.push(way);
    }
    this.#lastNames = names;
    this.#last = way;
    return way;
  }

  get #mayGrow(): boolean {
    return this.#budget.steps > 0 && this.ordinal < MAX_ORDINAL;
  }

  /** The content is collected for the last step. */
  collecting(): Way {
    return (this.#collecting ??= new Way(this.step, this.previous, true, this.#budget));
  }
}

function routeBelow(route: string, names: string | undefined): string {
  return names === undefined ? route : `${route === "/" ? "" : route}/${names}`;
}
