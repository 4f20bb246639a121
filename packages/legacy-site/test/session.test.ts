/** Sessions: whose they are, and where a site keeps them. */
import { respond, type IRequest } from "@headgate/core";
import { bridge, legacyRequest, Site, UnknownSession, type Request, type Session } from "../src/index";
import { Browser } from "./support/browser";
import { ask, Connection, Journal } from "./support/connection";
import { branch, Leaf } from "./support/resources";
import { count, Counter, newSession, siteOf } from "./support/session-sites";

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
    const seen: Session[][] = [];
    const leaf = new Leaf((request) => {
      const [first, plain] = [request.getSession(), request.getSession(null, true)];
      seen.push([first, plain, request.session!]);
      return plain.uid;
    });
    const { site } = siteOf(leaf);
    const browser = new Browser(site, true);
    const uid = browser.read("/");
    const [secure, shared] = seen[0]!;
    expect(seen[0]).toEqual([secure, shared, secure]);
    expect(secure).not.toBe(shared);
    expect([...browser.cookies.keys()]).toEqual(["TWISTED_SECURE_SESSION", "TWISTED_SESSION"]);
    const plain = new Browser(site);
    plain.cookies.set("TWISTED_SESSION", uid);
    expect(plain.read("/")).toBe(shared!.uid);
    expect(seen[1]).toEqual([shared, shared, shared]);
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
    const seen: (Session | null)[] = [];
    const leaf = new Leaf((request) => {
      seen.push(request.session, request.getSession(), request.getSession(), request.session);
      return "";
    });
    const { site } = siteOf(leaf);
    new Browser(site).get("/");
    const [before, session, again, known] = seen;
    expect([before, again === session, known === session, site.counter]).toEqual([null, true, true, 1]);
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
