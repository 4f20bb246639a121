import { respond, type IRequest, type IResource as ICoreResource } from "@headgate/core";
import { NameVirtualHost, Resource, STREAMING, VirtualHostCollection, type Request } from "../src/index";
import { Connection, ask } from "./support/connection";
import { branch, Leaf, Page } from "./support/resources";

const where = new Leaf((request) => `${request.prepath.join(",")}|${request.postpath.join(",")}`);

function hosts(): NameVirtualHost {
  const root = new NameVirtualHost();
  root.addHost("leaf.example", where);
  root.addHost("Tree.example", branch({ "": new Page(() => "index"), a: where }));
  root.addHost("[::1]", new Leaf(() => "loopback"));
  return root;
}

async function askHost(root: Resource, host: string, line = "GET /a/b"): Promise<[number, string]> {
  const connection = Connection.to(root);
  connection.transport.feed(`${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const text = connection.transport.written.toString();
  return [Number(text.slice(9, 12)), text.slice(text.indexOf("\r\n\r\n") + 4)];
}

describe("NameVirtualHost (V1)", () => {
  test.each([
    ["leaf.example", "|a,b"],
    ["LEAF.example:8080", "|a,b"],
    ["tree.example", "a|b"],
    ["[::1]:80", "loopback"],
  ])("%s", async (host, body) => {
    expect(await askHost(hosts(), host)).toEqual([200, body]);
  });

  test("an unknown host is told its name, escaped; a default takes it", async () => {
    const root = hosts();
    const [code, page] = await askHost(root, "zz'&z");
    expect([code, page]).toEqual([404, expect.stringContaining(`host "zz'&amp;z" not in vhost map`)]);
    root.default = new Leaf(() => "default");
    expect(await askHost(root, "zz")).toEqual([200, "default"]);
  });

  test("no Host: the default, or a 404", async () => {
    const connection = Connection.to(hosts());
    connection.transport.feed("GET / HTTP/1.0\r\n\r\n");
    expect(connection.transport.written.toString()).toContain("404 - No Such Resource");
  });

  test("a removed host is unknown; one that is not there can't be removed", async () => {
    const root = hosts();
    root.removeHost("LEAF.example");
    expect((await askHost(root, "leaf.example"))[0]).toBe(404);
    expect(() => root.removeHost("leaf.example")).toThrow(RangeError);
  });

  test("static children come first", async () => {
    const root = hosts();
    root.putChild("a", new Leaf(() => "static"));
    expect(await askHost(root, "leaf.example")).toEqual([200, "static"]);
  });

  test("below a name, at its own end: the host's resource renders", async () => {
    const inner = new NameVirtualHost();
    inner.addHost("localhost", new Page(() => "page"));
    expect((await ask(branch({ in: inner }), "GET /in")).body.toString()).toBe("page");
  });

  test("the hosts are an entity of the listing", () => {
    const root = hosts();
    root.putChild("a", where);
    expect(root.listStaticNames()).toEqual(["a"]);
    const [, [name] = []] = root.listStaticEntities();
    expect(name).toBe("Virtual Hosts");
    const collection = root.getStaticEntity("Virtual Hosts") as VirtualHostCollection;
    expect(collection).toBeInstanceOf(VirtualHostCollection);
    expect(collection.listStaticEntities().map(([host]) => host)).toEqual([
      "leaf.example",
      "tree.example",
      "[::1]",
    ]);
    collection.reallyPutEntity("new.example", where);
    expect(collection.getStaticEntity("new.example")).toBe(where);
    collection.delEntity("new.example");
    expect(root.hosts.has("new.example")).toBe(false);
    expect(root.getStaticEntity("a")).toBe(where);
  });
});

describe("what stands behind a host", () => {
  class Upload extends Leaf {
    static readonly [STREAMING] = true;
    override responseForRequest(request: IRequest): ReturnType<Resource["responseForRequest"]> {
      return respond(200, {}, request);
    }
  }

  test("may stream, at its end as below", () => {
    const root = new NameVirtualHost();
    root.addHost("localhost", new Upload(() => "rendered"));
    for (const tree of [root, branch({ up: root })]) {
      const connection = Connection.to(tree).send("POST /up", { "Content-Length": "10" });
      connection.transport.feed("first");
      expect(connection.transport.written.toString()).toMatch(/first$/);
    }
  });

  test("may be of core, and finds the rest of the path itself", async () => {
    const root = new NameVirtualHost();
    const core: ICoreResource = {
      responseForRequest: (_request, path) => respond(200, {}, path.remaining.join("|")),
    };
    root.addHost("localhost", core);
    expect((await ask(root, "GET /a/b")).body.toString()).toBe("a|b");
  });

  test("has its body collected if it looks, and not for a 404", () => {
    const root = new NameVirtualHost();
    const looks = new (class extends Resource {
      override getChild(_name: string, request: Request): Resource {
        const content = request.content.read().toString();
        return new Leaf(() => content);
      }
    })();
    root.addHost("localhost", looks);
    expect(Connection.to(root).send("POST /a", {}, "body").body).toBe("body");
    root.removeHost("localhost");
    expect(Connection.to(root).send("POST /a", { "Content-Length": "5" }).response.code).toBe(404);
  });
});
