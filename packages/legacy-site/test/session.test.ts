/** Sessions: whose they are, how long they live on the site's clock, what hangs on them. */
import { respond, type IRequest } from "@headgate/core";
import { ManualClock } from "@headgate/core/testing";
import {
  bridge,
  legacyRequest,
  registerAdapter,
  Session,
  SessionExpired,
  Site,
  UnknownSession,
  type AnyResource,
  type ISessionSite,
  type Request,
  type SiteOptions,
} from "../src/index";
import { Browser } from "./support/browser";
import { ask, Connection, Journal } from "./support/connection";
import { branch, Leaf } from "./support/resources";

class Counter extends Session {
  hits = 0;
}

const count = new Leaf((request) => {
  const session = request.getSession();
  if (!(session instanceof Counter)) throw new Error("the site has another class of sessions");
  session.hits += 1;
  return `hit ${session.hits}`;
});

function siteOf(
  root: AnyResource,
  options: SiteOptions = {},
): { site: Site; clock: ManualClock; log: Journal } {
  const clock = new ManualClock();
  const log = new Journal();
  return { site: new Site(root, { clock, log, sessionFactory: Counter, ...options }), clock, log };
}

/** A session of a site, outside any request. */
function newSession(options: SiteOptions = {}): {
  session: Session;
  site: Site;
  clock: ManualClock;
  log: Journal;
} {
  const made = siteOf(branch({}), options);
  return { ...made, session: made.site.makeSession() };
}

describe("a request's session", () => {
  test("is the client's own, by its cookie", () => {
    const { site } = siteOf(count);
    const [one, other] = [new Browser(site), new Browser(site)];
    expect([one.read("/"), one.read("/"), other.read("/"), one.read("/")]).toEqual([
      "hit 1",
      "hit 2",
      "hit 1",
      "hit 3",
    ]);
    expect([site.sessions.size, site.counter, site.sessionCheckTime]).toEqual([2, 2, 1800]);
  });

  test("comes with a cookie once, as twisted.web sets it", () => {
    const browser = new Browser(siteOf(count).site);
    const cookies = (): string[] => browser.get("/").headers.getAll("set-cookie");
    expect(cookies()).toEqual([expect.stringMatching(/^TWISTED_SESSION=[0-9a-f]{64}; Path=\/$/)]);
    expect(cookies()).toEqual([]);
  });

  test("over TLS has a name of its own, and is Secure", () => {
    const { site } = siteOf(count);
    expect(new Browser(site, true).get("/").headers.getAll("set-cookie")).toEqual([
      expect.stringMatching(/^TWISTED_SECURE_SESSION=[0-9a-f]{64}; Path=\/; Secure$/),
    ]);
  });

  test("that is not to be secure is the one of plain HTTP", () => {
    const leaf = new Leaf((request) => {
      const [secure, plain] = [request.getSession(), request.getSession(null, true)];
      expect([secure === plain, request.session === secure]).toEqual([!request.isSecure(), true]);
      return plain.uid;
    });
    const { site } = siteOf(leaf);
    const browser = new Browser(site, true);
    const uid = browser.read("/");
    expect([...browser.cookies.keys()]).toEqual(["TWISTED_SECURE_SESSION", "TWISTED_SESSION"]);
    const plain = new Browser(site);
    plain.cookies.set("TWISTED_SESSION", uid);
    expect(plain.read("/")).toBe(uid);
  });

  test("is named by where the site stands", async () => {
    const leaf = new Leaf((request) => {
      request.sitepath = ["a", "b"];
      request.getSession();
      return "";
    });
    expect((await ask(leaf, "GET /")).headers.getAll("set-cookie")[0]).toMatch(/^TWISTED_SESSION_a_b=/);
  });

  test("is the same for all of a request, and `session` tells whether there is one", () => {
    const leaf = new Leaf((request) => {
      expect(request.session).toBeNull();
      const session = request.getSession();
      expect([request.getSession(), request.session]).toEqual([session, session]);
      return "";
    });
    const { site } = siteOf(leaf);
    new Browser(site).get("/");
    expect(site.counter).toBe(1);
  });

  test("after a logout is another one", () => {
    const leaf = new Leaf((request) => {
      const before = request.getSession();
      before.expire();
      return String(request.getSession() === before);
    });
    const { site } = siteOf(branch({ out: leaf, count }));
    const browser = new Browser(site);
    browser.read("/count");
    expect([browser.read("/out"), browser.read("/count")]).toEqual(["false", "hit 1"]);
  });

  test("made after the head is out is lost to the client", () => {
    const leaf = new Leaf((request) => {
      request.write("x");
      request.getSession();
      return "";
    });
    const { site } = siteOf(leaf);
    expect(new Browser(site).get("/").headers.has("set-cookie")).toBe(false);
    expect(site.sessions.size).toBe(1);
  });

  test("may come from a site with sessions of its own", () => {
    class Own extends Site {
      readonly known = new Counter(this, "known");
      override makeSession(): Session {
        return new Counter(this, "made");
      }
      override getSession(uid: string): Session {
        if (uid === "known") return this.known;
        throw uid === "broken" ? new Error("broken") : new UnknownSession(uid);
      }
    }
    const log = new Journal();
    const browser = new Browser(new Own(count, { log }));
    browser.cookies.set("TWISTED_SESSION", "known");
    expect([browser.read("/"), browser.read("/")]).toEqual(["hit 1", "hit 2"]);
    browser.cookies.set("TWISTED_SESSION", "broken");
    expect(browser.get("/").code).toBe(500);
    browser.cookies.set("TWISTED_SESSION", "else");
    browser.get("/");
    expect(browser.cookies.get("TWISTED_SESSION")).toBe("made");
  });

  test("is one in a tree of old and new resources, and its cookie joins those of a new one", async () => {
    const uids: string[] = [];
    const note = (request: Request): void => void uids.push(request.getSession().uid);
    const inner = new Leaf((request) => (note(request), "inner"));
    const core = {
      locateChild: () => bridge(inner),
      responseForRequest(request: IRequest) {
        note(legacyRequest(request));
        return respond(200, { "Set-Cookie": "own=1" }, "core");
      },
    };
    const response = await ask(branch({ core }), "GET /core");
    expect(response.headers.getAll("set-cookie")).toEqual([
      "own=1",
      expect.stringContaining(`TWISTED_SESSION=${uids[0]!};`),
    ]);
    expect((await ask(branch({ core }), "GET /core/x")).body.toString()).toBe("inner");
  });

  test("is there below a bridge without a site", () => {
    const connection = Connection.toCore(bridge(new Leaf((request) => request.getSession().uid))).send(
      "GET /",
    );
    expect(connection.body).toMatch(/^[0-9a-f]{64}$/);
    expect(connection.response.headers.has("set-cookie")).toBe(true);
  });
});

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

describe("a site's sessions", () => {
  test("are found by their id", () => {
    const { session, site } = newSession();
    expect(site.getSession(session.uid)).toBe(session);
    expect(() => site.getSession("else")).toThrow(UnknownSession);
    expect([session.site, session.sessionNamespaces]).toEqual([site, {}]);
  });

  test("may be kept in a store of the application's own", () => {
    const sessionStore = new Map<string, Session>();
    const { site } = siteOf(count, { sessionStore });
    const browser = new Browser(site);
    expect([browser.read("/"), browser.read("/")]).toEqual(["hit 1", "hit 2"]);
    expect([...sessionStore.keys()]).toEqual([browser.cookies.get("TWISTED_SESSION")]);
  });
});

describe("components", () => {
  abstract class ICart {
    abstract readonly items: string[];
  }
  class Cart implements ICart {
    readonly items: string[] = [];
    readonly session: Session;
    constructor(session: Session) {
      this.session = session;
    }
  }
  const INames: unique symbol = Symbol("INames");

  test("are made by an adapter, once for each session", () => {
    registerAdapter(Cart, Session, ICart);
    registerAdapter((session: Session) => ({ of: session.uid }), Session, INames);
    const leaf = new Leaf((request) => {
      const cart = request.getSession(ICart);
      cart?.items.push("x");
      expect(request.getSession(INames)).toEqual({ of: request.getSession().uid });
      expect((cart as Cart).session).toBe(request.getSession());
      return String(cart?.items.length);
    });
    const browser = new Browser(siteOf(leaf).site);
    expect([browser.read("/"), browser.read("/")]).toEqual(["1", "2"]);
  });

  test("may be set by hand, on a request too", () => {
    const token = Symbol("token");
    const leaf = new Leaf((request) => {
      for (const object of [request, request.getSession()]) {
        expect([object.getComponent(token), object.getComponent(token, "none")]).toEqual([null, "none"]);
        object.setComponent(token, 1);
        expect(object.getComponent(token)).toBe(1);
        object.unsetComponent(token);
        expect(object.getComponent(token)).toBeNull();
      }
      return "ok";
    });
    expect(new Browser(siteOf(leaf).site).read("/")).toBe("ok");
  });

  test("the nearest class's adapter counts", () => {
    const token = Symbol("token");
    registerAdapter(() => "of all", Session, token);
    registerAdapter(() => "of counters", Counter, token);
    const site: ISessionSite = siteOf(branch({})).site;
    expect(new Session(site, "a").getComponent(token)).toBe("of all");
    expect(new Counter(site, "b").getComponent(token)).toBe("of counters");
  });
});
