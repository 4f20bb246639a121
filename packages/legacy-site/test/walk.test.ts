/** Segments, what a child may be, and trees of core around legacy ones. */
import { respond, type IRequest, type IResource as ICoreResource } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { legacyRequest, Resource, Site, type AnyResource, type Request } from "../src/index";
import { ask, Connection, Journal } from "./support/connection";
import { branch, Leaf, Page } from "./support/resources";

describe("segments", () => {
  const dump = new Leaf((request) => JSON.stringify(request.postpath));

  test.each([
    ["/", [""]],
    ["//", ["", ""]],
    ["/a//b/", ["a", "", "b", ""]],
    ["/a%2Fb", ["a/b"]],
    ["/%zz%41", ["%zzA"]],
    ["/a?b=/c", ["a"]],
    ["/caf%C3%A9", ["café"]],
    ["/%FF", ["\udcff"]],
    ["/./../a;b+c", [".", "..", "a;b+c"]],
  ])("of %s", (target, segments) => {
    expect(JSON.parse(Connection.to(dump).send(`GET ${target}`).body)).toEqual(segments);
  });
});

describe("what a child may be", () => {
  test.each([[null], [undefined], ["text"]])("%p is a 500", async (child) => {
    const root = new (class extends Resource {
      override getChild(): never {
        return child as never;
      }
    })();
    expect((await ask(root, "GET /a")).code).toBe(500);
  });

  test("the same goes for what a site of its own finds", async () => {
    class Lost extends Site {
      override getResourceFor(): never {
        return undefined as never;
      }
    }
    const { code, body } = await inject(new Lost(new Resource(), { log: new Journal() }));
    expect([code, body.toString()]).toEqual([500, expect.stringContaining("Processing Failed")]);
  });

  test("a leaf is never asked for children, so it may do without", async () => {
    const duck = { isLeaf: true, render: () => "quack" };
    expect((await ask(branch({ a: duck }), "GET /a/b")).body.toString()).toBe("quack");
  });

  test("a name must be text", () => {
    expect(() => new Resource().putChild(1 as never, new Resource())).toThrow(TypeError);
  });

  test("anything with the methods of a resource", async () => {
    const duck = {
      isLeaf: true,
      render: () => "quack",
      getChildWithDefault: () => duck,
      putChild: () => undefined,
    };
    expect((await ask(branch({ a: duck }), "GET /a")).body.toString()).toBe("quack");
  });
});

describe("below a core tree", () => {
  test("a legacy resource without a bridge says what is missing", () => {
    const connection = Connection.toCore(new Page()).send("GET /");
    expect(connection.response.code).toBe(500);
  });

  test("one Request for the exchange, and what its parents set joins the response of a core child", async () => {
    const seen: Request[] = [];
    const parent = new (class extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        seen.push(request);
        request.setHeader("x-parent", "set");
        request.setHeader("x-both", "parent");
        request.cookies.push("a=b");
        return {
          responseForRequest(core: IRequest) {
            seen.push(legacyRequest(core));
            return respond(200, { "x-both": "child" }, "core");
          },
        };
      }
    })();
    const response = await ask(parent, "GET /a");
    expect(seen[0]).toBe(seen[1]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-parent": "set",
      "x-both": "child",
      "set-cookie": "a=b",
    });
    expect(response.body.toString()).toBe("core");
  });

  test("a core child that finds nothing: 404", async () => {
    const nothing: ICoreResource = { locateChild: () => undefined, responseForRequest: () => respond(200) };
    expect((await ask(branch({ a: nothing }), "GET /a/b")).code).toBe(404);
  });

  test("a core child that throws is answered by core's table", async () => {
    const broken: ICoreResource = {
      responseForRequest() {
        throw new Error("boom");
      },
    };
    const response = await ask(branch({ a: broken }), "GET /a");
    expect([response.code, response.body.toString()]).toEqual([500, "Internal Server Error\n"]);
  });
});
