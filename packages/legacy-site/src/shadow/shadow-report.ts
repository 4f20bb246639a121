/** What a shadow has counted, and the first differences that it saw. */
import { channel } from "node:diagnostics_channel";
import type { IRequest } from "@headgate/core";
import type { DropReason, ShadowDifference } from "./shadow-difference";
import type { ShadowSettings } from "./shadow-options";

/** How many differences are kept. */
const MAX_KEPT = 20;

export interface ShadowReport {
  /** That came to this resource. */
  readonly requests: number;
  /** Of them, that were chosen to go to both sides. */
  readonly sampled: number;
  readonly same: number;
  readonly different: number;
  /** Sampled, and not compared to the end. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** The new resource threw, or broke its answer off. */
  readonly failed: number;
  /** Being compared now. */
  readonly active: number;
  /** The first ones, failures among them. */
  readonly differences: readonly ShadowDifference[];
}

/** `headgate:shadow`: a request that was sampled is over for the shadow. */
export type ShadowEvent = { readonly request: IRequest } & (
  | { readonly type: "same" }
  | { readonly type: "different" | "failed"; readonly difference: ShadowDifference }
  | { readonly type: "dropped"; readonly reason: DropReason }
);

const shadowEvents = channel("headgate:shadow");

export class ShadowRecord {
  requests = 0;
  sampled = 0;
  active = 0;
  #same = 0;
  #different = 0;
  #failed = 0;
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  readonly #kept: ShadowDifference[] = [];
  readonly #settings: ShadowSettings;

  constructor(settings: ShadowSettings) {
    this.#settings = settings;
  }

  same(request: IRequest): void {
    this.#same += 1;
    this.#publish(() => ({ type: "same", request }));
  }

  dropped(request: IRequest, reason: DropReason): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
    this.#publish(() => ({ type: "dropped", request, reason }));
  }

  differed(request: IRequest, type: "different" | "failed", difference: ShadowDifference): void {
    if (type === "failed") this.#failed += 1;
    else this.#different += 1;
    if (this.#kept.length < MAX_KEPT) this.#kept.push(difference);
    this.#publish(() => ({ type, request, difference }));
    try {
      const told: unknown = this.#settings.onDifference?.(difference);
      if (told instanceof Promise) told.catch((error: unknown) => this.#listenerFailed(error));
    } catch (error) {
      this.#listenerFailed(error);
    }
  }

  report(): ShadowReport {
    return {
      requests: this.requests,
      sampled: this.sampled,
      same: this.#same,
      different: this.#different,
      dropped: { ...this.#dropped },
      failed: this.#failed,
      active: this.active,
      differences: [...this.#kept],
    };
  }

  #listenerFailed(error: unknown): void {
    this.#settings.log.error("onDifference of a shadow failed", error);
  }

  #publish(make: () => ShadowEvent): void {
    if (shadowEvents.hasSubscribers) shadowEvents.publish(make());
  }
}
