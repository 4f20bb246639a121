/** Attacks on sessions: an id that the attacker chose, one that he guessed, more sessions than fit. */
import { ManualClock } from "@headgate/core/testing";
import { Session, Site, type SiteOptions } from "../../src/index";
import { Browser } from "../support/browser";
import { Journal } from "../support/connection";
import { branch, Leaf } from "../support/resources";

const uid = new Leaf((request) => request.getSession().uid);
const login = new Leaf((request) => request.getSession().regenerate());

function siteOf(options: SiteOptions = {}): Site {
  return new Site(branch({ uid, login }), { clock: new ManualClock(), log: new Journal(), ...options });
}

describe("session fixation", () => {
  test.each([
    ["0".repeat(64)],
    ["attacker"],
    ["__proto__"],
    ["constructor"],
    ["../../etc/passwd"],
    ["a".repeat(8_000)],
  ])("an id that the site did not make is not adopted: %.20s", (chosen) => {
    const site = siteOf();
    const victim = new Browser(site);
    victim.cookies.set("TWISTED_SESSION", chosen);
    const given = victim.read("/uid");
    expect(given).toMatch(/^[0-9a-f]{64}$/);
    expect(given).not.toBe(chosen);
    expect(victim.cookies.get("TWISTED_SESSION")).toBe(given);
    expect(site.sessions.has(chosen)).toBe(false);
  });

  test("an expired id does not come to life again", () => {
    const site = siteOf();
    const browser = new Browser(site);
    const first = browser.read("/uid");
    site.getSession(first).expire();
    expect(browser.read("/uid")).not.toBe(first);
  });

  test("a part of an id, or an id in other case, is no id", () => {
    const site = siteOf();
    const id = new Browser(site).read("/uid");
    for (const similar of [id.slice(0, 63), `${id}0`, id.toUpperCase(), `"${id}"`]) {
      const attacker = new Browser(site);
      attacker.cookies.set("TWISTED_SESSION", similar);
      // An id of digits only has no other case.
      if (similar !== id) expect(attacker.read("/uid")).not.toBe(id);
    }
  });

  test("after regenerate the id that an attacker knows is worth nothing", () => {
    const site = siteOf();
    const attacker = new Browser(site);
    const planted = attacker.read("/uid");
    const victim = new Browser(site);
    victim.cookies.set("TWISTED_SESSION", planted);
    const session = site.getSession(planted);
    const fresh = victim.read("/login");
    expect(fresh).not.toBe(planted);
    expect(victim.cookies.get("TWISTED_SESSION")).toBe(fresh);
    expect([victim.read("/uid"), site.getSession(fresh)]).toEqual([fresh, session]);
    expect([fresh, planted]).not.toContain(attacker.read("/uid"));
  });

  test("regenerate of a session that is new in this answer sends one cookie", () => {
    const browser = new Browser(siteOf());
    const response = browser.get("/login");
    expect(response.headers.getAll("set-cookie")).toEqual([
      `TWISTED_SESSION=${response.body.toString()}; Path=/`,
    ]);
  });

  test("the session keeps its clock and what hangs on it", () => {
    const clock = new ManualClock();
    const site = siteOf({ clock });
    const session = site.makeSession();
    session.setComponent(Map, "kept");
    const told: string[] = [];
    session.notifyOnExpire(() => void told.push("expired"));
    clock.advance(600_000);
    session.regenerate();
    expect([site.sessions.size, session.getComponent(Map)]).toEqual([1, "kept"]);
    clock.advance(300_000);
    expect([site.sessions.size, told]).toEqual([0, ["expired"]]);
  });
});

test("ids have 256 bits, and none comes twice", () => {
  const site = siteOf();
  const ids = new Set(Array.from({ length: 1_000 }, () => site.makeSession().uid));
  expect(ids.size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/);
});

describe("a flood of new sessions", () => {
  test("is bounded, and those who came back keep theirs", () => {
    const clock = new ManualClock();
    const site = siteOf({ maxSessions: 10, clock });
    const user = new Browser(site);
    const own = user.read("/uid");
    user.read("/uid");
    const otherCalls = clock.pendingCalls - site.sessions.size;
    for (let visits = 0; visits < 100; visits++) new Browser(site).get("/uid");
    expect([site.sessions.size, clock.pendingCalls - otherCalls]).toEqual([10, 10]);
    expect(user.read("/uid")).toBe(own);
  });

  test("sessions that are pushed out end as any other, and what they throw hurts nobody", () => {
    const log = new Journal();
    const site = siteOf({ maxSessions: 1, log });
    const told: string[] = [];
    site.makeSession().notifyOnExpire(() => {
      told.push("first");
      throw new Error("of the application");
    });
    expect(new Browser(site).get("/uid").code).toBe(200);
    expect([told, log.messages.length]).toEqual([["first"], 1]);
  });
});

describe("a stolen cookie", () => {
  const cookieOf = (isSecure: boolean, hardened: boolean): string =>
    new Browser(siteOf({ hardened }), isSecure).get("/uid").headers.getAll("set-cookie")[0]!;

  test.each([
    [false, false, /; Path=\/$/],
    [true, false, /; Path=\/; Secure$/],
    [false, true, /; Path=\/; HttpOnly; SameSite=lax$/],
    [true, true, /; Path=\/; Secure; HttpOnly; SameSite=lax$/],
  ])("TLS %p, hardened %p: %p", (isSecure, hardened, expected) => {
    expect(cookieOf(isSecure, hardened)).toMatch(expected);
  });

  test("the session of TLS is not to be had over plain HTTP", () => {
    const site = siteOf();
    const secure = new Browser(site, true).read("/uid");
    const attacker = new Browser(site);
    attacker.cookies.set("TWISTED_SECURE_SESSION", secure);
    expect(attacker.read("/uid")).not.toBe(secure);
  });
});

test("two sites of one process do not know each other's sessions", () => {
  const [one, other] = [siteOf(), siteOf()];
  const browser = new Browser(one);
  const id = browser.read("/uid");
  expect(one.getSession(id)).toBeInstanceOf(Session);
  const moved = new Browser(other);
  moved.cookies.set("TWISTED_SESSION", id);
  expect(moved.read("/uid")).not.toBe(id);
});
