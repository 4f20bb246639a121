/**
 * Who keeps evidence: each legacy Site that was not told otherwise. One subscriber for all of them, so that a site
 * that is dropped leaves nothing behind.
 */
import { subscribe } from "node:diagnostics_channel";
import type { LegacyEvent } from "../legacy-events";
import type { Evidence } from "./evidence";

const evidenceOf = new WeakMap<object, Evidence>();
let isSubscribed = false;

/** From now on `evidence` hears of the requests of `site`. */
export function keepEvidence(site: object, evidence: Evidence): Evidence {
  evidenceOf.set(site, evidence);
  if (!isSubscribed) {
    isSubscribed = true;
    subscribe("headgate:legacy", (event) => {
      const evidence = evidenceOf.get((event as LegacyEvent).site);
      try {
        evidence?.record(event as LegacyEvent);
      } catch (error) {
        // An error here would end the process, for the sake of a report.
        evidence?.failed(error);
      }
    });
  }
  return evidence;
}
