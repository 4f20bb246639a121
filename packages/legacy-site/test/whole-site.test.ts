/** The rooms of a site behind one another, as real trees have them; over either version of HTTP. */
import fs from "node:fs";
import { gunzipSync } from "node:zlib";
import { leaf, readBody, respond, wrap } from "@headgate/core";
import { inject, type InjectOptions } from "@headgate/core/testing";
import {
  DeferredResource,
  EncodingResourceWrapper,
  File,
  GzipEncoderFactory,
  NameVirtualHost,
  Resource,
  RewriterResource,
  Site,
  VHostMonsterResource,
  alias,
  bridge,
  legacyRequest,
  type AnyResource,
  type Request,
  type Session,
} from "../src/index";
import { _render, DummyRequest } from "../src/testing/index";
import { Journal, until } from "./support/connection";
import { ALICE, guardOf, Realm } from "./support/guarded";
import { branch, Leaf } from "./support/resources";
import { MODIFIED, SiteFolder } from "./support/site-folder";

const TEXT = "It is a long text, and it repeats itself. ".repeat(5_000);
const GZIP = { "Accept-Encoding": "gzip" };

let folder: SiteFolder;
beforeAll(() => {
  folder = new SiteFolder({ "text.txt": TEXT, "small.html": "<p>small" });
});
afterAll(() => folder.remove());

/** A name for a host, a guard, and behind it `avatar`. */
function site(avatar: AnyResource): { site: Site; realm: Realm; log: Journal } {
  const realm = new Realm(avatar);
  const hosts = new NameVirtualHost();
  hosts.addHost("example.com", guardOf(realm));
  const log = new Journal();
  return { site: new Site(hosts, { log }), realm, log };
}

function gzipped(resource: AnyResource): AnyResource {
  return new EncodingResourceWrapper(resource, [new GzipEncoderFactory()]);
}

/** Text as a file, with gzip around it. */
function encodedFile(): AnyResource {
  return branch({ "text.txt": gzipped(new File(folder.at("text.txt"))) });
}

/** Counts the visits of a session. */
const counter = new Leaf((request: Request) => {
  const session = request.getSession() as Session & { visits?: number };
  session.visits = (session.visits ?? 0) + 1;
  return `visit ${session.visits}`;
});

/** Below it everything comes later: what is at `n` counts visits. */
const later = new (class extends Resource {
  override getChild(): Resource {
    return new DeferredResource(Promise.resolve(branch({ n: gzipped(counter) })));
  }
})();

describe.each(["1.1", "2.0"] as const)("over HTTP/%s", (httpVersion) => {
  const options = (target: string, headers: Record<string, string> = {}): InjectOptions => ({
    httpVersion,
    target,
    headers: { Host: "example.com", ...headers },
  });

  test("a file behind gzip behind a guard behind a name", async () => {
    const { site: served, realm, log } = site(encodedFile());
    const refused = await inject(served, options("/text.txt", GZIP));
    expect([refused.code, realm.logins]).toEqual([401, []]);
    const { code, headers, body } = await inject(served, options("/text.txt", { ...GZIP, ...ALICE }));
    expect([code, headers.get("content-encoding"), headers.has("content-length")]).toEqual([
      200,
      "gzip",
      false,
    ]);
    expect(headers.get("last-modified")).toBe(MODIFIED.toUTCString());
    expect(gunzipSync(body).toString() === TEXT).toBe(true);
    expect([realm.logins, realm.logouts, log.messages]).toEqual([["alice"], ["alice"], []]);
  });

  test("what the client has is not sent again", async () => {
    const { site: served, realm } = site(encodedFile());
    const fields = { ...GZIP, ...ALICE, "If-Modified-Since": MODIFIED.toUTCString() };
    const { code, headers, body } = await inject(served, options("/text.txt", fields));
    expect([code, headers.has("content-type"), body.length]).toEqual([304, false, 0]);
    expect(realm.logouts).toEqual(["alice"]);
  });

  test("a part of a file is of the file, not of its encoding", async () => {
    const { site: served } = site(encodedFile());
    const fields = { ...GZIP, ...ALICE, Range: "bytes=3-6" };
    const { code, headers, body } = await inject(served, options("/text.txt", fields));
    expect([code, headers.has("content-encoding"), body.toString()]).toEqual([206, false, TEXT.slice(3, 7)]);
  });

  test("a session of a resource that comes later, behind all of them", async () => {
    const { site: served } = site(later);
    const first = await inject(served, options("/later/n", { ...GZIP, ...ALICE }));
    expect(gunzipSync(first.body).toString()).toBe("visit 1");
    const cookie = first.headers.getAll("set-cookie").map((set) => set.slice(0, set.indexOf(";")));
    const again = await inject(served, options("/later/n", { ...ALICE, Cookie: cookie.join("; ") }));
    expect([again.body.toString(), again.headers.has("set-cookie")]).toEqual(["visit 2", false]);
    expect(served.sessions.size).toBe(1);
  });

  test("a path that is rewritten, below a path that says where the site is", async () => {
    const root = branch({
      vhost: new VHostMonsterResource(),
      new: new File(folder.root),
      where: new Leaf((request) => request.prePathURL()),
    });
    const served = new Site(new RewriterResource(root, alias("old", "new")), { log: new Journal() });
    expect((await inject(served, options("/old/small.html"))).body.toString()).toBe("<p>small");
    const { body } = await inject(served, options("/vhost/https/public.test/where"));
    expect(body.toString()).toBe("https://public.test/where");
  });
});

describe("old above new above old", () => {
  const uids: string[] = [];
  const read = (request: Request): Buffer => {
    request.content.seek(0);
    return request.content.read();
  };
  const inner = new Leaf((request) => {
    request.setHeader("X-Inner", "1");
    uids.push(request.getSession().uid);
    return read(request);
  });
  const middle = wrap(bridge(inner), (request, path, next) => {
    uids.push(legacyRequest(request).getSession().uid);
    return next(request, path);
  });
  /** Was old once: reads the body by itself, and sets a field that its parent has set too. */
  const migrated = leaf(async (request) => {
    uids.push(legacyRequest(request).getSession().uid);
    return respond(200, { "X-Inner": "1", "X-Both": "child" }, await readBody(request));
  });
  class Outer extends Resource {
    override getChild(name: string, request: Request): AnyResource {
      request.setHeader("X-Outer", String(read(request).length));
      request.setHeader("X-Both", "parent");
      request.addCookie("outer", "1");
      uids.push(request.getSession().uid);
      return name === "migrated" ? migrated : middle;
    }
  }

  beforeEach(() => {
    uids.length = 0;
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test.each([
    ["in memory", "old", 4, 3],
    ["in a file", "old", 250_000, 3],
    ["in memory, its child migrated", "migrated", 4, 2],
    ["in a file, its child migrated", "migrated", 250_000, 2],
  ])(
    "one session, one body %s, and what the old ones set on the answer",
    async (_where, name, length, count) => {
      const open = jest.spyOn(fs, "open");
      const served = new Site(new Outer(), { log: new Journal() });
      const sent = Buffer.alloc(length, "body");
      const { headers, body } = await inject(served, { method: "POST", target: `/${name}`, body: sent });
      expect(["x-outer", "x-inner", "x-both"].map((field) => headers.get(field))).toEqual([
        String(length),
        "1",
        name === "migrated" ? "child" : "parent",
      ]);
      expect(headers.getAll("set-cookie").map((cookie) => cookie.split("=", 1)[0])).toEqual([
        "outer",
        "TWISTED_SESSION",
      ]);
      expect([uids.length, new Set(uids).size, served.sessions.size]).toEqual([count, 1, 1]);
      expect(body.equals(sent)).toBe(true);
      expect(open.mock.calls).toHaveLength(length < 100_000 ? 0 : 1);
      expect(served.bridgeSettings.budget.used).toBe(0);
    },
  );
});

describe("a site below a site keeps the sessions of what is below it", () => {
  test("each its own", async () => {
    const inner = new Site(branch({ n: counter }));
    const outer = new Site(branch({ inner, n: counter }), { log: new Journal() });
    const { headers } = await inject(outer, { target: "/inner/n" });
    expect([inner.sessions.size, outer.sessions.size]).toEqual([1, 0]);
    const cookie = headers.getAll("set-cookie").join().replace(/;.*/, "");
    await inject(outer, { target: "/n", headers: { Cookie: cookie } });
    expect([inner.sessions.size, outer.sessions.size]).toEqual([1, 1]);
  });
});

describe("resources of ours render a DummyRequest", () => {
  test.each(["small.html", "text.txt"])("File: %s", async (name) => {
    const request = new DummyRequest([]);
    await _render(new File(folder.at(name)), request);
    const content = name === "text.txt" ? TEXT : "<p>small";
    expect(Buffer.concat(request.written).toString() === content).toBe(true);
    expect([request.responseCode, request.finished]).toEqual([200, 1]);
    expect(request.responseHeaders.getRawHeaders("content-length")).toEqual([`${content.length}`]);
    await until(() => folder.openDescriptors() === 0);
  });

  test("a child of a directory, and a directory", async () => {
    const child = new File(folder.root).getChild("small.html", new DummyRequest([]) as never);
    const request = new DummyRequest([]);
    await _render(child as Resource, request);
    expect(Buffer.concat(request.written).toString()).toBe("<p>small");
    const directory = new DummyRequest([""]);
    await _render(new File(folder.root).directoryListing() as Resource, directory);
    expect(Buffer.concat(directory.written).toString()).toContain('href="text.txt"');
  });
});
