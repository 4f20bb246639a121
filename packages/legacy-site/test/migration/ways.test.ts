/** What is kept of the ways of requests: bounded whatever trees and clients do, and never in a request's way. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { leaf, respond, Site as CoreSite, tree, type IRequest, type IResource } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import {
  bridge,
  MigrationEvidence,
  Resource,
  Site,
  type AnyResource,
  type LegacyExchangeEnded,
  type MigrationRow,
  type Request,
} from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { branch } from "../support/resources";
import { nodesOf, rowOf, siteAfter, Store, Upload } from "./reported-site";

function countsOf(rows: readonly MigrationRow[]): unknown[] {
  return rows.map(({ route, resource, hook, requests }) => `${route} ${resource} ${hook} ${requests}`).sort();
}

describe("bounds", () => {
  test("where a tree grows as it is used", async () => {
    const root = new Resource();
    const site = new Site(root, { log: new Journal() });
    for (let count = 1; count <= 2_010; count += 1) {
      root.putChild(`store-${count}`, new Store());
      await new Connection(site).send(`PUT /store-${count}`, {}, "abc").answered();
    }
    const { rows, totals, untold } = site.migrationReport();
    // The root takes a place too.
    expect(rows).toHaveLength(1_999);
    expect(untold).toBe(11);
    expect(totals).toMatchObject({ requests: 2_010, buffered: 2_010, octets: 6_030 });
  });

  test("where a getChild returns its own kind: what is found below is told no more", async () => {
    class Endless extends Resource {
      override getChild(): AnyResource {
        return new Endless();
      }
      render_PUT(): string {
        return "found";
      }
    }
    const paths = ["/a/b", "/a".repeat(1_000), "/c/d"];
    const site = await siteAfter(
      new Endless(),
      paths.map((path) => [`PUT ${path}`, "abc"]),
    );
    const { rows, totals, untold } = site.migrationReport();
    expect(untold).toBe(1);
    expect(totals).toMatchObject({ requests: 3, buffered: 3 });
    expect(rows.find(({ hook }) => hook === "render_PUT")).toMatchObject({ route: "/*/*", requests: 2 });
  });

  test("of streams that go by more places than are kept, the totals know", async () => {
    class Endless extends Resource {
      override getChild(name: string): AnyResource {
        return name === "upload" ? new Upload() : new Endless();
      }
    }
    const site = await siteAfter(new Endless(), [[`PUT ${"/a".repeat(50)}/upload`, "abc"]]);
    expect(site.migrationReport()).toMatchObject({ untold: 1, totals: { replayed: 1 }, rows: [] });
  });

  test("where clients make up methods", async () => {
    class Any extends Resource {
      override isLeaf = true;
      override render(request: Request): string {
        return request.content.read().toString();
      }
    }
    const requests = Array.from({ length: 100 }, (_, at): [string, string] => [`M${at} /`, "abc"]);
    const site = await siteAfter(new Any(), requests);
    expect(site.migrationReport().rows).toMatchObject([{ hook: "render", requests: 100 }]);
  });

  test("what a client has a getChild look at makes no ways", async () => {
    class Looks extends Resource {
      override getChild(name: string, request: Request): AnyResource {
        if (name === "look") request.content.read();
        return new Looks();
      }
    }
    const paths = Array.from({ length: 400 }, (_, at) =>
      Array.from({ length: 12 }, (_, bit) => ((at >> bit) % 2 === 0 ? "/look" : "/pass")).join(""),
    );
    const root = branch({ looks: new Looks(), store: new Store() });
    const requests = [...paths.map((path) => `PUT /looks${path}`), "PUT /store"];
    const site = await siteAfter(
      root,
      requests.map((line) => [line, "abc"]),
    );
    const { rows, untold } = site.migrationReport();
    expect(untold).toBe(0);
    expect(rows.find(({ route }) => route === "/store")).toMatchObject({ requests: 1 });
    const half = paths.filter((path) => path.startsWith("/look")).length;
    expect(rows.find(({ route }) => route === "/looks")).toMatchObject({
      requests: 400,
      touchedContent: half,
    });
  });

  test("a class that is made for each request is one", async () => {
    class Makes extends Resource {
      override getChild(): AnyResource {
        return new (class Made extends Store {})();
      }
    }
    const site = await siteAfter(
      new Makes(),
      Array.from({ length: 10 }, () => ["PUT /a", "abc"]),
    );
    expect(countsOf(site.migrationReport().rows)).toEqual(["/ Makes getChild 10", "/* Made render_PUT 10"]);
  });

  test("bridges that are made for each request share them, where they have the evidence in common", async () => {
    const evidence = new MigrationEvidence({ log: new Journal() });
    const root: IResource = {
      locateChild: () => bridge(new Store(), { evidence }),
      responseForRequest: () => respond(404),
    };
    const ways: unknown[] = [];
    const listener = (event: unknown): void => void ways.push((event as LegacyExchangeEnded).way);
    subscribe("headgate:legacy", listener);
    const site = new CoreSite(root);
    for (const target of ["/a", "/b"]) await inject(site, { method: "PUT", target, body: "abc" });
    unsubscribe("headgate:legacy", listener);
    expect(ways).toHaveLength(2);
    expect(ways[0]).toBe(ways[1]);
    expect(countsOf(evidence.migrationReport().rows)).toEqual(["/* Store render_PUT 2"]);
  });
});

describe("names", () => {
  test("of a child that was put there on the way", async () => {
    class Lazy extends Resource {
      override getChild(name: string): AnyResource {
        const store = new Store();
        this.putChild(name, store);
        return store;
      }
    }
    const site = await siteAfter(new Lazy(), [
      ["PUT /a", "abc"],
      ["PUT /a", "abc"],
    ]);
    expect(rowOf(site, "Store")).toMatchObject({ route: "/a", requests: 2 });
  });

  test("below a resource that returns itself", async () => {
    class Again extends Resource {
      override getChildWithDefault(name: string, request: Request): AnyResource {
        if (name === "again") return this;
        request.postpath.unshift(request.prepath.pop()!);
        return new Store();
      }
    }
    const again = new Again();
    again.putChild("store", new Store());
    const site = await siteAfter(again, [["PUT /again/store", "abc"]]);
    expect(rowOf(site, "Store")).toMatchObject({ route: "/*" });
  });

  test("a tree that can't be asked for them is answered all the same, and told of in the log", async () => {
    const log = new Journal();
    let isReady = false;
    const moody: IResource & { listStaticEntities(): [] } = {
      listStaticEntities: () => {
        if (!isReady) throw new Error("not now");
        return [];
      },
      locateChild: () => leaf((request: IRequest) => respond(200, {}, request)),
      responseForRequest: () => respond(404),
    };
    const site = new Site(branch({ moody }), { log });
    const connection = await new Connection(site).send("PUT /moody/a", {}, "abc").answered();
    expect(connection.body).toBe("abc");
    expect(log.messages).toEqual(["the migration report missed a request"]);
    isReady = true;
    expect(site.migrationReport()).toMatchObject({ untold: 1, totals: { streamed: 1 } });
  });

  test("a resource whose children are of a kind of its own", async () => {
    const old = {
      isLeaf: false,
      children: { a: 1 },
      getChildWithDefault: () => new Store(),
      render: () => "never",
    } as unknown as AnyResource;
    const site = new Site(old, { log: new Journal() });
    const connection = await new Connection(site).send("PUT /a", {}, "abc").answered();
    expect(connection.body).toBe("abc");
    expect(rowOf(site, "Store").route).toBe("/*");
  });

  test("in a tree of core, whatever its size, one child is asked for", async () => {
    const core = tree({ a: leaf((request) => respond(200, {}, request)) });
    const list = jest.spyOn(core as IResource & { listStaticEntities(): unknown }, "listStaticEntities");
    const root = branch({ core });
    const site = await siteAfter(root, [["PUT /core/a", "abc"]]);
    expect(list).not.toHaveBeenCalled();
    const routes = nodesOf(site.migrationReport().tree).map(({ route, requests }) => [route, requests]);
    expect(routes).toEqual([
      ["/", 0],
      ["/core", 0],
      ["/core/a", 1],
    ]);
  });
});

test("the tree has the same nodes, whichever was seen first", async () => {
  class Deep extends Resource {
    override getChild(): AnyResource {
      return new Deep();
    }
    render_PUT(): string {
      return "found";
    }
  }
  const treeAfter = async (...paths: string[]): Promise<unknown[]> => {
    const site = await siteAfter(
      new Deep(),
      paths.map((path) => [`PUT ${path}`, "abc"]),
    );
    return nodesOf(site.migrationReport().tree).map(({ name, route }) => [name, route]);
  };
  expect(await treeAfter("/a/b/c", "/a")).toEqual([
    ["", "/"],
    ["*", "/*"],
    ["*/*", "/*/*/*"],
  ]);
  expect(await treeAfter("/a", "/a/b/c")).toEqual(await treeAfter("/a/b/c", "/a"));
});
