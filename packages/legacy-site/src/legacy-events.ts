/**
 * What the bridge tells of its work through node:diagnostics_channel, `headgate:legacy`: what was collected, for
 * whom, and who looked. Nothing is made unless somebody listens.
 */
import { channel } from "node:diagnostics_channel";
import type { IRequest } from "@headgate/core";

/** Where in the tree: the class of a resource, and what it was doing. */
export interface LegacyPlace {
  readonly resource: string;
  readonly phase: "received" | "getChild" | "render" | "stream";
}

export type LegacyEvent = { readonly request: IRequest } & LegacyPlace &
  (
    | { readonly type: "collected"; readonly octets: number; readonly waitedMs: number }
    | { readonly type: "touched"; readonly what: "content" | "args" }
    /** The resource streams, but `collectedFor` forced the collecting. */
    | { readonly type: "replayed"; readonly collectedFor: string }
  );

const legacyChannel = channel("headgate:legacy");

/** Publishes what `make` makes, if anybody listens. */
export function publishLegacy(make: () => LegacyEvent): void {
  if (legacyChannel.hasSubscribers) legacyChannel.publish(make());
}
