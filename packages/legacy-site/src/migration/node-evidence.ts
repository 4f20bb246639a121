/** How the bodies of requests reached the resource that answered them, at one route. */
import type { LegacyStep } from "../legacy-events";
import type { BodyState } from "./migration-report";
import type { WayTally } from "./way-tally";

export class NodeEvidence {
  /** Name of the class. */
  readonly resource: string;
  readonly route: string;
  readonly kind: "legacy" | "core";
  requests = 0;
  octets = 0;
  waitedMs = 0;
  /** How the last request was answered. */
  state: BodyState = "blind";
  /** Class and route of what had the body collected, where the state says that something had. */
  forcedBy: string | undefined = undefined;
  #last = 0;

  constructor({ resource, route, kind }: LegacyStep) {
    this.resource = resource;
    this.route = route;
    this.kind = kind;
  }

  add(step: LegacyStep, tally: WayTally): void {
    this.requests += tally.requests;
    this.octets += tally.octets + tally.uncollectedOctets;
    this.waitedMs += tally.waitedMs;
    if (tally.last < this.#last) return;
    this.#last = tally.last;
    const by = tally.wasCollected ? tally.verdict.forcedBy : undefined;
    this.forcedBy = by && `${by.resource} at ${by.route}`;
    this.state = stateAfter(step, tally.wasCollected, by !== undefined);
  }
}

/** What could look, and has nothing collected, waited for a body that did not come, or was refused. */
function stateAfter({ phase, couldLook }: LegacyStep, wasCollected: boolean, isForced: boolean): BodyState {
  const streams = phase === "stream";
  if (!wasCollected) return streams ? "streaming" : couldLook ? "buffered" : "blind";
  if (streams) return "replayed";
  return isForced ? "forced" : "buffered";
}

/** Of all resources that answered. */
export function nodesSeen(tallies: Iterable<WayTally>): Iterable<NodeEvidence> {
  const nodes = new Map<string, NodeEvidence>();
  for (const tally of tallies) {
    const step = tally.way?.step;
    if (step === undefined || step.phase === "received" || step.isErrorPage) continue;
    const key = `${step.route} ${step.resource}`;
    let node = nodes.get(key);
    if (node === undefined) nodes.set(key, (node = new NodeEvidence(step)));
    node.add(step, tally);
  }
  return nodes.values();
}
