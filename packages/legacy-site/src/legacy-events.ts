/**
 * What the bridge tells of its work through node:diagnostics_channel, `headgate:legacy`. Nothing is made unless
 * somebody listens; a legacy Site does, for its migration report, unless it was told not to.
 */
import { channel } from "node:diagnostics_channel";
import type { IRequest } from "@headgate/core";

/** Where in the tree: the class of a resource, and what it was doing. */
export interface LegacyPlace {
  readonly resource: string;
  readonly phase: LegacyPhase;
}

export type LegacyPhase = "received" | "getChild" | "render" | "stream";

/** One stop of a request with content on its way: the Request itself first, then resources, the last one answers. */
export interface LegacyVisit {
  readonly resource: object;
  readonly phase: LegacyPhase;
  /** Segments of the path that had been taken when it was reached. */
  readonly depth: number;
  /** It is the application's, and does not say that it never looks at a body; of the Request: false. */
  readonly couldLook: boolean;
  /** It asked for request.content, or for request.args of a form. */
  readonly touchedContent: boolean;
  readonly touchedArgs: boolean;
  /** undefined: this one answered. */
  readonly next: LegacyVisit | undefined;
}

/** A body that was collected. */
export interface LegacyCollection {
  /** What could have looked at it first. */
  readonly by: LegacyVisit;
  readonly octets: number;
  /** It went through a temporary file. */
  readonly isSpooled: boolean;
  readonly waitedMs: number;
}

/** All of a request with content, when its answer is complete or was given up. */
export interface LegacyExchangeEnded {
  readonly type: "ended";
  readonly request: IRequest;
  /** The legacy Site, or what stands for it below a bridge. */
  readonly site: object;
  readonly method: string;
  /** The decoded path. */
  readonly segments: readonly string[];
  /** The Request itself. */
  readonly first: LegacyVisit;
  /** The first, the next and so on; made when it is asked for. */
  readonly visits: readonly LegacyVisit[];
  /** The last of them. */
  readonly answerer: LegacyVisit;
  /** undefined: it streamed, or nobody looked. */
  readonly collection: LegacyCollection | undefined;
  /** What was read of the content was read once, from front to back. */
  readonly isReadInOrder: boolean;
}

/** A resource asked for what was not collected for it. */
export interface LegacyContentRefused extends LegacyPlace {
  readonly type: "refused";
  readonly request: IRequest;
  /** The legacy Site, or what stands for it below a bridge. */
  readonly site: object;
  readonly what: "content" | "args";
}

/** A legacy Request, as far as it tells whether it is over. */
export interface ParkedRequest {
  readonly method: string;
  readonly uri: string;
  readonly prepath: readonly string[];
  readonly finished: 0 | 1;
  readonly startedWriting: 0 | 1;
  readonly channel: { readonly goneReason: object | undefined } | null;
}

/** `render` returned NOT_DONE_YET. */
export interface LegacyParked {
  readonly type: "parked";
  readonly request: ParkedRequest;
  /** The legacy Site, or what stands for it below a bridge. */
  readonly site: object;
  readonly resource: object;
}

export type LegacyEvent = LegacyExchangeEnded | LegacyContentRefused | LegacyParked;

const legacyChannel = channel("headgate:legacy");

/** Whether anything needs to be noted. */
export function isLegacyObserved(): boolean {
  return legacyChannel.hasSubscribers;
}

/** Publishes what `make` makes, if anybody listens. */
export function publishLegacy(make: () => LegacyEvent): void {
  if (legacyChannel.hasSubscribers) publishMade(make());
}

/** For what was made since somebody listened. */
export function publishMade(event: LegacyEvent): void {
  legacyChannel.publish(event);
}
