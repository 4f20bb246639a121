/** How the bodies of requests reached the resource that answered them, at one route. */
import type { LegacyExchangeEnded } from "../legacy-events";
import { isLegacyResource } from "../resource";
import { className } from "./class-name";
import type { BodyState } from "./migration-report";

export class NodeEvidence {
  /** Name of the class. */
  readonly resource: string;
  readonly route: string;
  requests = 0;
  octets = 0;
  waitedMs = 0;
  readonly kind: "legacy" | "core";
  /** How the last request was answered. */
  state: BodyState = "blind";
  /** Class and route of what had the body collected, where the state says that something had. */
  forcedBy: string | undefined = undefined;

  constructor(resource: object, route: string) {
    this.resource = className(resource);
    this.route = route;
    this.kind = isLegacyResource(resource) ? "legacy" : "core";
  }

  answered({ answerer, collection, request }: LegacyExchangeEnded, forcedBy: string | undefined): void {
    this.requests += 1;
    const { length } = request;
    this.octets += collection?.octets ?? (typeof length === "number" ? length : 0);
    this.waitedMs += collection?.waitedMs ?? 0;
    this.forcedBy = forcedBy;
    const streams = answerer.phase === "stream";
    // What could look, and has nothing collected, waited for a body that did not come, or was refused.
    if (collection === undefined)
      this.state = streams ? "streaming" : answerer.couldLook ? "buffered" : "blind";
    else if (streams) this.state = "replayed";
    else this.state = forcedBy === undefined ? "buffered" : "forced";
  }
}
