/** What hangs on a session. */
import { registerAdapter, Session, type ISessionSite } from "../src/index";
import { Browser } from "./support/browser";
import { branch, Leaf } from "./support/resources";
import { Counter, siteOf } from "./support/session-sites";

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
