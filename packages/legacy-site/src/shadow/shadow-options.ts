/** What can be said of a shadow, and what holds where nothing is said. */
import { DEFAULT_OPTIONS, InvalidOption, type IClock, type ILog, type IRequest } from "@headgate/core";
import type { ShadowDifference } from "./shadow-difference";

export interface ShadowOptions {
  /** Which requests go to both: a share from 0 to 1, or those of which it is true. Default 1. */
  readonly sample?: number | ((request: IRequest) => boolean);
  /** From 0 to below 1. Default `Math.random`. */
  readonly random?: () => number;
  /** Fields of the answers that need not be the same, besides those of the connection and Date. In any case. */
  readonly ignoreHeaders?: readonly string[];
  /**
   * How far, in octets, the new resource may be behind the old one in reading the request; and how far one answer may
   * be ahead of the other and be compared octet by octet: past that, by blocks. A new answer that is ahead is paused,
   * once all of the request is in. So much is held of the request, and twice so much of an answer. Default 1 MiB.
   */
  readonly maxBehindOctets?: number;
  /** How long the new answer is waited for when the old one is further. Default 30 s. */
  readonly timeoutMs?: number;
  /** Requests that are being compared at the same time. Default 100. */
  readonly maxConcurrent?: number;
  readonly clock?: IClock;
  /** Called for each request whose answers were not the same. What it throws is logged. */
  readonly onDifference?: (difference: ShadowDifference) => void;
  readonly log?: ILog;
}

export interface ShadowSettings extends Required<Omit<ShadowOptions, "onDifference">> {
  readonly onDifference: ((difference: ShadowDifference) => void) | undefined;
}

/** @throws InvalidOption */
export function shadowSettings(options: ShadowOptions): ShadowSettings {
  const settings = {
    sample: options.sample ?? 1,
    random: options.random ?? Math.random,
    ignoreHeaders: options.ignoreHeaders ?? [],
    maxBehindOctets: options.maxBehindOctets ?? 1_048_576,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxConcurrent: options.maxConcurrent ?? 100,
    clock: options.clock ?? DEFAULT_OPTIONS.clock,
    log: options.log ?? DEFAULT_OPTIONS.log,
    onDifference: options.onDifference,
  };
  const unknown = Object.keys(options).find((name) => !(name in settings));
  if (unknown !== undefined) throw new InvalidOption(`there is no option ${unknown} of shadow()`);
  const { sample } = settings;
  if (typeof sample !== "function" && !(typeof sample === "number" && sample >= 0 && sample <= 1)) {
    throw new InvalidOption(`sample is a share from 0 to 1, or a function, not ${String(sample)}`);
  }
  for (const name of ["maxBehindOctets", "timeoutMs", "maxConcurrent"] as const) {
    if (!(settings[name] > 0)) throw new InvalidOption(`${name} is a number above 0, not ${settings[name]}`);
  }
  return settings;
}
