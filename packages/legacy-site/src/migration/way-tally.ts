/** How many requests went one way, what they did in its steps, and what that cost them. */
import type { LegacyExchangeEnded, LegacyStep, LegacyWay } from "../legacy-events";

/** What follows for those whose content was collected. */
interface Verdict {
  readonly collector: LegacyStep | undefined;
  /** Nobody but the collector could have had a use for the collected content. */
  readonly isAvoidable: boolean;
  /** The collector, where who answered had no need of that. */
  readonly forcedBy: LegacyStep | undefined;
}

export class WayTally {
  /** undefined: of ways that are not kept. */
  readonly way: LegacyWay | undefined;
  requests = 0;
  /** Of them, those whose content was collected; the rest is of those alone. */
  collected = 0;
  octets = 0;
  maxOctets = 0;
  spooledOctets = 0;
  waitedMs = 0;
  /** By the ordinal of the step. */
  readonly touchedContent: number[];
  readonly touchedArgs: number[];
  readonly readInOrder: number[];
  /** Declared by those whose content was not collected. */
  uncollectedOctets = 0;
  /** The last of them: whether its content was collected, and its number among all requests. */
  wasCollected = false;
  last = 0;
  #verdict: Verdict | undefined;

  constructor(way: LegacyWay | undefined) {
    this.way = way;
    const steps = way === undefined ? 0 : way.ordinal + 1;
    this.touchedContent = zeros(steps);
    this.touchedArgs = zeros(steps);
    this.readInOrder = zeros(steps);
  }

  add(exchange: LegacyExchangeEnded, number: number): void {
    const { request, collection, touchedContent, touchedArgs } = exchange;
    this.requests += 1;
    this.last = number;
    this.wasCollected = collection !== undefined;
    if (collection === undefined) {
      if (typeof request.length === "number") this.uncollectedOctets += request.length;
      return;
    }
    const { octets, isSpooled, waitedMs } = collection;
    this.collected += 1;
    this.octets += octets;
    if (octets > this.maxOctets) this.maxOctets = octets;
    if (isSpooled) this.spooledOctets += octets;
    this.waitedMs += waitedMs;
    if (touchedArgs !== 0) countBits(touchedArgs, this.touchedArgs);
    if (touchedContent === 0) return;
    countBits(touchedContent, this.touchedContent);
    if (exchange.isReadInOrder) countBits(touchedContent, this.readInOrder);
  }

  get verdict(): Verdict {
    return (this.#verdict ??= verdictOn(this.way));
  }
}

function verdictOn(way: LegacyWay | undefined): Verdict {
  let collector: LegacyStep | undefined;
  let isAvoidable = true;
  for (const { step, isCollector } of stepsOf(way)) {
    if (isCollector) collector = step;
    else if (step.couldLook && step.phase !== "stream") isAvoidable = false;
  }
  return { collector, isAvoidable, forcedBy: isAvoidable && collector !== way?.step ? collector : undefined };
}

/** From the first on. */
export function stepsOf(way: LegacyWay | undefined): readonly LegacyWay[] {
  const steps: LegacyWay[] = [];
  for (let at = way; at !== undefined; at = at.previous) steps.unshift(at);
  return steps;
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function countBits(bits: number, counts: number[]): void {
  for (let at = 0; at < counts.length; at += 1) {
    if ((bits & (1 << at)) !== 0) counts[at]! += 1;
  }
}
