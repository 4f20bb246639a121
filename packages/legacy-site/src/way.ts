/**
 * What requests with content did on their way through a tree: where they came by, for whom the content was collected,
 * and who looked at it. All that did the same share one Way, so that to go on costs a lookup, and something is made
 * only for the first that goes a new way. Resources may be made anew for each request, and paths contain what clients
 * send: steps are told apart by class, method and names of static children.
 */
import type { LegacyPhase, LegacyWay } from "./legacy-events";
import { Step } from "./step";

/** A tree that grows as it is used does not make this grow for ever. */
const MAX_STEPS = 2_000;
/** On one way: a getChild that returns its own kind does not use up all of them. */
const MAX_STEPS_OF_ONE = 40;

/** Of all ways that begin at the same place. */
interface Budget {
  steps: number;
}

type Deeds = Pick<LegacyWay, "isCollector" | "touchedContent" | "touchedArgs">;

export class Way implements LegacyWay {
  readonly step: Step;
  readonly previous: Way | undefined;
  readonly isCollector: boolean;
  readonly touchedContent: boolean;
  readonly touchedArgs: boolean;
  readonly #steps: number;
  readonly #budget: Budget;
  #collecting: Way | undefined = undefined;
  #touchingContent: Way | undefined = undefined;
  #touchingArgs: Way | undefined = undefined;
  /** By the names of the segments; undefined: a wrapper passed the request on, and took none. */
  readonly #next = new Map<string | undefined, Way[]>();
  #last: Way | undefined = undefined;
  #lastNames: string | undefined = undefined;

  private constructor(step: Step, previous: Way | undefined, budget: Budget, deeds?: Deeds) {
    this.step = step;
    this.previous = previous;
    this.isCollector = deeds?.isCollector ?? false;
    this.touchedContent = deeds?.touchedContent ?? false;
    this.touchedArgs = deeds?.touchedArgs ?? false;
    this.#steps = previous === undefined ? 0 : previous.#steps + 1;
    this.#budget = budget;
  }

  /** Where requests come in. */
  static begin(): Way {
    return new Way(new Step({}, "/", "received", "received", false), undefined, { steps: MAX_STEPS });
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
    if (way === undefined && this.#isGrowing) {
      const step = new Step(resource, routeBelow(this.step.route, names), phase, hook, couldLook);
      way = new Way(step, this, this.#budget);
      this.#budget.steps -= 1;
      if (known === undefined) this.#next.set(names, [way]);
      else known.push(way);
    }
    this.#lastNames = names;
    this.#last = way;
    return way;
  }

  get #isGrowing(): boolean {
    return this.#budget.steps > 0 && this.#steps < MAX_STEPS_OF_ONE;
  }

  /** The content is collected for the last step. */
  collecting(): Way {
    return (this.#collecting ??= this.isCollector ? this : this.#with({ isCollector: true }));
  }

  /** The last step asked for request.content or request.args. */
  touching(what: "content" | "args"): Way {
    return what === "content"
      ? (this.#touchingContent ??= this.touchedContent ? this : this.#with({ touchedContent: true }))
      : (this.#touchingArgs ??= this.touchedArgs ? this : this.#with({ touchedArgs: true }));
  }

  #with(deed: Partial<Deeds>): Way {
    const { isCollector, touchedContent, touchedArgs } = this;
    const deeds = { isCollector, touchedContent, touchedArgs, ...deed };
    return new Way(this.step, this.previous, this.#budget, deeds);
  }
}

function routeBelow(route: string, names: string | undefined): string {
  return names === undefined ? route : `${route === "/" ? "" : route}/${names}`;
}
