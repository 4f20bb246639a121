/** Sites that count on their sessions, and on a clock that is moved. */
import { ManualClock } from "@headgate/core/testing";
import { Session, Site, type AnyResource, type SiteOptions } from "../../src/index";
import { Journal } from "./connection";
import { branch, Leaf } from "./resources";

export class Counter extends Session {
  hits = 0;
}

export const count = new Leaf((request) => {
  const session = request.getSession();
  if (!(session instanceof Counter)) throw new Error("the site has another class of sessions");
  session.hits += 1;
  return `hit ${session.hits}`;
});

export function siteOf(
  root: AnyResource,
  options: SiteOptions = {},
): { site: Site; clock: ManualClock; log: Journal } {
  const clock = new ManualClock();
  const log = new Journal();
  return { site: new Site(root, { clock, log, sessionFactory: Counter, ...options }), clock, log };
}

/** A session of a site, outside any request. */
export function newSession(options: SiteOptions = {}): {
  session: Session;
  site: Site;
  clock: ManualClock;
  log: Journal;
} {
  const made = siteOf(branch({}), options);
  return { ...made, session: made.site.makeSession() };
}
