/** How long sessions live on the site's clock. */
import { Session, SessionExpired, Site, UnknownSession } from "../src/index";
import { Browser } from "./support/browser";
import { branch, Leaf } from "./support/resources";
import { count, newSession, siteOf } from "./support/session-sites";

describe("expiry", () => {
  test("15 minutes after the session was made, used or not", () => {
    const { site, clock } = siteOf(count);
    const browser = new Browser(site);
    browser.read("/");
    clock.advance(899_000);
    expect(browser.read("/")).toBe("hit 2");
    clock.advance(1_000);
    expect([site.sessions.size, browser.read("/")]).toEqual([0, "hit 1"]);
  });

  test("a touch gives it all of its time again", () => {
    const { session, site, clock } = newSession();
    clock.advance(899_000);
    session.touch();
    expect(session.lastModified).toBe(899);
    clock.advance(899_999);
    expect(site.sessions.size).toBe(1);
    clock.advance(1);
    expect([site.sessions.size, clock.pendingCalls]).toEqual([0, 0]);
  });

  test("and so does asking twice in one request", () => {
    const twice = new Leaf((request) => {
      request.getSession();
      request.getSession();
      return "";
    });
    const { site, clock } = siteOf(twice);
    const browser = new Browser(site);
    for (let visits = 0; visits < 5; visits++) {
      browser.get("/");
      clock.advance(600_000);
    }
    expect(site.counter).toBe(1);
  });

  test("the timeout is a field of the class or of the object", () => {
    class Short extends Session {
      override sessionTimeout = 5;
    }
    class Shared extends Session {
      static override sessionTimeout = 7;
    }
    for (const [sessionFactory, seconds] of [
      [Short, 5],
      [Shared, 7],
      [Session, 900],
    ] as const) {
      const { site, clock } = newSession({ sessionFactory });
      clock.advance(seconds * 1000 - 1);
      expect(site.sessions.size).toBe(1);
      clock.advance(1);
      expect(site.sessions.size).toBe(0);
    }
  });

  test("a timeout that was changed counts from the next touch", () => {
    const { session, site, clock } = newSession();
    session.sessionTimeout = 10;
    session.touch();
    clock.advance(10_000);
    expect(site.sessions.size).toBe(0);
  });

  test("a session may have a time in all, and one without end has no clock that overflows", () => {
    class Strict extends Session {
      static override sessionLifetime = 3_600;
    }
    const strict = newSession({ sessionFactory: Strict });
    for (let minutes = 0; minutes < 59; minutes++) {
      strict.clock.advance(60_000);
      strict.session.touch();
    }
    strict.clock.advance(60_000);
    expect(strict.site.sessions.size).toBe(0);
    class Eternal extends Session {
      override sessionTimeout = Infinity;
    }
    const eternal = newSession({ sessionFactory: Eternal });
    eternal.clock.advance(2 ** 33);
    expect(eternal.site.sessions.size).toBe(1);
  });

  test("callbacks are called once, each, and without arguments", () => {
    const { session, clock, log } = newSession();
    const told: unknown[][] = [];
    session.notifyOnExpire((...args: unknown[]) => void told.push(args));
    session.notifyOnExpire(() => {
      throw new Error("of the application");
    });
    session.notifyOnExpire(() => void told.push(["last"]));
    clock.advance(900_000);
    expect(told).toEqual([[], ["last"]]);
    expect(log.messages).toEqual(["what a session called when it expired has failed"]);
  });

  test("an expired session can't be expired, touched or renamed", () => {
    const { session, clock } = newSession();
    session.expire();
    expect(clock.pendingCalls).toBe(0);
    expect(() => session.expire()).toThrow(UnknownSession);
    expect(() => session.touch()).toThrow(SessionExpired);
    expect(() => session.regenerate()).toThrow(SessionExpired);
  });

  test("a session that its site has let go of ends without a word", () => {
    const { session, site, clock, log } = newSession();
    site.sessions.delete(session.uid);
    clock.advance(900_000);
    expect(log.messages).toEqual([]);
  });

  test("on the clock of the system, lastModified is the time of day", () => {
    const session = new Site(branch({})).makeSession();
    expect(Math.abs(session.lastModified * 1000 - Date.now())).toBeLessThan(60_000);
    session.expire();
  });
});
