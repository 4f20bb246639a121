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

/** One method of one class, where it stands. */
export interface LegacyStep {
  /** Name of the class. */
  readonly resource: string;
  readonly kind: "legacy" | "core";
  /** It stands for a resource that there is not. */
  readonly isErrorPage: boolean;
  /** "/upload/*"; `*` is a segment that a getChild took, `...` more of them. */
  readonly route: string;
  readonly phase: LegacyPhase;
  /** "getChild", "render_PUT", "process", "getResourceFor", ...; the phase where the method could not look at a body. */
  readonly hook: string;
  /** It is the application's, and does not say that it never looks at a body. */
  readonly couldLook: boolean;
}

/** The way of a request with content, up to its last step. All requests that went the same way share it. */
export interface LegacyWay {
  readonly step: LegacyStep;
  /** The way to this step; undefined: here requests come in, and nobody has had a turn. */
  readonly previous: LegacyWay | undefined;
  /** Of the steps, from 0 on. */
  readonly ordinal: number;
  /** The content had to be collected before this step could look at it. */
  readonly isCollector: boolean;
}

/** A body that was collected. */
export interface LegacyCollection {
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
  /** To whom answered; undefined: there are more ways than are kept, or `failure` says why. */
  readonly way: LegacyWay | undefined;
  /** Of whom answered. */
  readonly phase: LegacyPhase;
  /** Bit n: in step n of the way somebody asked for request.content. */
  readonly touchedContent: number;
  /** The same for request.args of a form. */
  readonly touchedArgs: number;
  /** undefined: it streamed, or nobody looked. */
  readonly collection: LegacyCollection | undefined;
  /** What was read of the content was read once, from front to back. */
  readonly isReadInOrder: boolean;
  /** Why the way is not known: code of the tree that was asked for names threw. */
  readonly failure: unknown;
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
