/** A Site as a resource below another one (S7), and the transport of a request (A13). */
import { inject, ManualClock } from "@headgate/core/testing";
import { NOT_DONE_YET, Resource, Site, type Request } from "../src/index";
import { ask, Connection, Journal } from "./support/connection";
import { branch, Leaf } from "./support/resources";

describe("a site below a site", () => {
  const broken = new Leaf(() => {
    throw new Error("inner trouble");
  });
  const seen: unknown[] = [];
  const noting = new Leaf((request) => {
    seen.push(request.site, request.prepath.join("/"));
    return "noted";
  });
  const inner = new Site(branch({ broken, noting }), { displayTracebacks: true });
  const outer = branch({ inner });

  test("finds its own resources, and is the site of their requests", async () => {
    expect((await ask(outer, "GET /inner/noting")).body.toString()).toBe("noted");
    expect(seen).toEqual([inner, "inner/noting"]);
    expect((await ask(outer, "GET /inner/none")).code).toBe(404);
  });

  test("decides about tracebacks", async () => {
    expect((await ask(outer, "GET /inner/broken")).body.toString()).toContain("inner trouble");
  });

  test("is a directory: without its slash it redirects, and does answer", async () => {
    const response = await ask(outer, "POST /inner", { "Content-Length": "5" });
    expect([response.code, response.headers.get("location")]).toEqual([302, "http://localhost:8080/inner/"]);
  });

  test("may have a leaf for its root", async () => {
    const site = new Site(new Leaf((request) => request.postpath.join("|")));
    expect((await ask(branch({ site }), "GET /site/a/b")).body.toString()).toBe("a|b");
  });

  test("has a body collected for who looks at it", () => {
    const looks = new (class extends Resource {
      override getChild(_name: string, request: Request): Resource {
        const content = request.content.read().toString();
        return new Leaf(() => content);
      }
    })();
    const connection = Connection.to(branch({ site: new Site(looks) })).send("POST /site/a", {}, "body");
    expect(connection.body).toBe("body");
  });
});

describe("sessions of a site below a site", () => {
  const uidOf = new Leaf((request) => request.getSession().uid);
  const inner = new Site(branch({ leaf: uidOf }), { clock: new ManualClock() });
  const both = new (class extends Resource {
    override getChild(_name: string, request: Request): Site {
      request.getSession();
      return inner;
    }
  })();
  const outer = new Site(branch({ leaf: uidOf, inner, both }), { clock: new ManualClock() });

  async function visit(target: string, cookie = ""): Promise<{ uid: string; cookie: string | undefined }> {
    const { headers, body } = await inject(outer, { target, headers: { Cookie: cookie } });
    return { uid: body.toString(), cookie: headers.get("set-cookie")?.split(";")[0] };
  }

  test("are its own, under the same cookie: who goes to and fro has the one of the last site only", async () => {
    const first = await visit("/leaf");
    const below = await visit("/inner/leaf", first.cookie);
    expect(below.cookie).toBe(`TWISTED_SESSION=${below.uid}`);
    expect(below.uid).not.toBe(first.uid);
    expect(await visit("/inner/leaf", below.cookie)).toEqual({ uid: below.uid, cookie: undefined });
    expect((await visit("/leaf", below.cookie)).cookie).toMatch(/^TWISTED_SESSION=/);
    expect([outer.sessions.size, inner.sessions.size]).toEqual([2, 1]);
  });

  test("are not made where the request has one of the outer site already", async () => {
    const { uid, cookie } = await visit("/both/x/leaf");
    expect(cookie).toBe(`TWISTED_SESSION=${uid}`);
    expect([outer.sessions.get(uid)?.uid, inner.sessions.get(uid)]).toEqual([uid, undefined]);
  });
});

describe("request.transport", () => {
  function pending(): { connection: Connection; request: Request } {
    let found: Request | undefined;
    const leaf = new Leaf((request) => {
      found = request;
      return NOT_DONE_YET;
    });
    const connection = Connection.to(leaf, { log: new Journal() }).send("GET /");
    return { connection, request: found! };
  }

  test("knows both ends", () => {
    const { transport } = pending().request;
    expect([transport.getPeer().host, transport.getHost().port]).toEqual(["10.0.0.2", 8080]);
  });

  test("loseConnection, called by notifyFinish or after finish, does not cut the answer", () => {
    const { connection, request } = pending();
    const events: string[] = [];
    request.notifyFinish().addCallback(() => {
      events.push("notified");
      request.transport.loseConnection();
    });
    request.write("whole");
    request.finish();
    events.push("finish returns");
    request.transport.loseConnection();
    expect(connection.response).toMatchObject({ isComplete: true });
    expect([connection.body, events]).toEqual(["whole", ["notified", "finish returns"]]);
  });

  test("loseConnection sends what was written first; abortConnection does not wait", () => {
    const lost = pending();
    lost.request.write("begun");
    lost.request.transport.loseConnection();
    expect(lost.connection.transport.written.toString()).toMatch(/begun\r\n$/);
    expect(lost.connection.transport.hasFinished).toBe(true);
    const aborted = pending();
    aborted.request.transport.abortConnection();
    expect(aborted.connection.transport.written).toHaveLength(0);
    expect(aborted.connection.transport.isDisconnecting || aborted.connection.transport.hasFinished).toBe(
      true,
    );
  });
});
