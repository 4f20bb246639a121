/** A shadow in a tree, asked over real octets in memory. */
import { leaf, readBody, respond, Site as CoreSite, tree, type ILog } from "@headgate/core";
import { inject, ManualClock, type Injected, type InjectOptions } from "@headgate/core/testing";
import { shadow, Site, type AnyResource, type ShadowOptions, type ShadowReport } from "../../src/index";
import { Journal, until } from "../support/connection";
import { branch } from "../support/resources";

export const PLAIN = { "content-type": "text/plain" };

/** Says how much it has read. */
export const old = leaf(async (request) => respond(200, PLAIN, `old ${(await readBody(request)).length}`));

export const never = new Promise<never>(() => undefined);

export interface Observed {
  readonly answer: Injected;
  readonly report: ShadowReport;
  readonly log: Journal;
}

export interface Surroundings {
  /** What stands above the shadow, which is its child `a`. */
  readonly within?: (shadowed: AnyResource) => AnyResource;
  readonly log?: ILog;
}

/** One request to a shadow below a legacy site, and what it has seen when nothing is under way any more. */
export async function observe(
  old: AnyResource,
  young: AnyResource,
  options: ShadowOptions = {},
  request: InjectOptions = {},
  { within = (shadowed) => branch({ a: shadowed }) }: Surroundings = {},
): Promise<Observed> {
  const log = new Journal();
  const clock = new ManualClock();
  const shadowed = shadow(old, young, { clock, log, ...options });
  const site = new Site(within(shadowed), { log });
  const answer = await inject(site, { target: "/a", ...request });
  await until(() => shadowed.report().active === 0);
  return { answer, report: shadowed.report(), log };
}

/** The same below a site of core. */
export async function observeInCore(
  old: AnyResource,
  young: AnyResource,
  options: ShadowOptions = {},
  request: InjectOptions = {},
): Promise<Observed> {
  const log = new Journal();
  const clock = new ManualClock();
  const shadowed = shadow(old, young, { clock, log, ...options });
  const site = new CoreSite(tree({ a: shadowed }), { log });
  const answer = await inject(site, { target: "/a", ...request });
  await until(() => shadowed.report().active === 0);
  return { answer, report: shadowed.report(), log };
}

/** Counts of a report, without its differences. */
export function counts({ same, different, failed, dropped }: ShadowReport): object {
  return { same, different, failed, dropped };
}

export const SAME = { same: 1, different: 0, failed: 0, dropped: {} };
export const DIFFERENT = { same: 0, different: 1, failed: 0, dropped: {} };
export const FAILED = { same: 0, different: 0, failed: 1, dropped: {} };
export function droppedFor(reason: string): object {
  return { same: 0, different: 0, failed: 0, dropped: { [reason]: 1 } };
}
