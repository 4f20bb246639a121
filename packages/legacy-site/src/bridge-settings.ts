/** What a bridge needs to know: from a legacy Site, or from the options of `bridge`. */
import type { IClock, ILog } from "@headgate/core";
import type { BufferBudget } from "./buffer-budget";
import type { ILegacySite, IRequestChannel } from "./contracts";
import type { FormOptions } from "./form-args";
import type { Request } from "./request";
import type { AnyResource } from "./resource";
import type { SharedClock } from "./shared-clock";
import type { Way } from "./way";

export type RequestFactory = new (channel: IRequestChannel<Request>, queued: boolean) => Request;

/** What a bridge needs of the site that its requests belong to. */
export interface IBridgedSite extends ILegacySite<Request> {
  /** The class of the requests. */
  readonly requestFactory: RequestFactory;
  /** `getResourceFor` may look at the body. */
  readonly looksAtContent: boolean;
}

export interface BridgeSettings {
  /** Where the walk begins; undefined: `site.getResourceFor` knows. */
  readonly root: AnyResource | undefined;
  /** Shared by all bodies that are collected at the same time. */
  readonly budget: BufferBudget;
  readonly spoolThresholdOctets: number;
  readonly spoolDirectory: string | undefined;
  readonly formOptions: FormOptions;
  /** Value of the Server field that a resource may change or remove; undefined: none. */
  readonly serverHeader: string | undefined;
  /** How long a client that has sent FIN may wait for its answer, and the clock for that. */
  readonly graceAfterFinMs: number;
  readonly clock: IClock;
  /** For how long a body was waited for. */
  readonly storyClock: SharedClock;
  /** Where the ways of all requests begin. */
  readonly firstWay: Way;
  readonly log: ILog;
}
