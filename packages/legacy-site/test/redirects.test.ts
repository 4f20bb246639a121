import { ChildRedirector, isLocalTarget, ParentRedirect, Redirect, redirectTo, Resource } from "../src/index";
import { ask } from "./support/connection";
import { branch, Leaf } from "./support/resources";

const page = (url: string): string =>
  `\n<html>\n    <head>\n        <meta http-equiv="refresh" content="0;URL=${url}">\n    </head>\n` +
  `    <body bgcolor="#FFFFFF" text="#000000">\n    <a href="${url}">click here</a>\n    </body>\n</html>\n`;

describe("redirectTo (U1)", () => {
  test("302, the URL as it is, and a page that leads there too", async () => {
    const response = await ask(new Leaf((request) => redirectTo("../up?a=1&b=2", request)), "GET /");
    expect([response.code, response.headers.get("location")]).toEqual([302, "../up?a=1&b=2"]);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.body.toString()).toBe(page("../up?a=1&amp;b=2"));
  });

  test("a URL must be text", () => {
    expect(() => redirectTo(Buffer.from("/") as never, {} as never)).toThrow(TypeError);
  });
});

describe("Redirect (U2)", () => {
  test.each(["GET /old", "POST /old", "PUT /old/and/more?x=y", "HEAD /old"])("answers %s", async (line) => {
    const response = await ask(branch({ old: new Redirect("http://example.com/new") }), line);
    expect([response.code, response.headers.get("location")]).toEqual([302, "http://example.com/new"]);
  });

  test("stands for every child", () => {
    const redirect = new Redirect("/new");
    expect(redirect.getChild("any", {} as never)).toBe(redirect);
  });

  test("a body is not waited for", async () => {
    const response = await ask(branch({ old: new Redirect("/new") }), "POST /old", { "Content-Length": "5" });
    expect(response.code).toBe(302);
  });
});

describe("ChildRedirector (U6)", () => {
  const root = branch({ old: new ChildRedirector("http://example.com/base") });

  test.each([
    ["/old", "http://example.com/base"],
    ["/old/", "http://example.com/base/"],
    ["/old/a/b", "http://example.com/base/a/b"],
    ["/old/a%2Fb%0d%0aX:1", "http://example.com/base/a%2Fb%0D%0AX%3A1"],
    ["/old/caf%C3%A9", "http://example.com/base/caf%C3%A9"],
  ])("sends %s to %s", async (target, location) => {
    const response = await ask(root, `GET ${target}`);
    expect([response.code, response.headers.get("location")]).toEqual([302, location]);
  });

  test("a URL below itself would lead round and round", () => {
    expect(() => new ChildRedirector("below")).toThrow(RangeError);
    expect(() => [new ChildRedirector("/a"), new ChildRedirector("../a")]).not.toThrow();
  });
});

describe("ParentRedirect (U3)", () => {
  class Directory extends Resource {
    override getChild(name: string): Resource {
      return name === "up" ? new ParentRedirect() : this;
    }
  }

  test.each([
    ["/up", "http://localhost:8080/"],
    ["/up?x=y", "http://localhost:8080/"],
    ["/up/", "http://localhost:8080/"],
    ["/a/up/more?z=1", "http://localhost:8080/a/"],
    ["/a%20b/up", "http://localhost:8080/a%20b/"],
  ])("sends %s to %s", async (target, location) => {
    expect((await ask(new Directory(), `GET ${target}`)).headers.get("location")).toBe(location);
  });
});

describe("isLocalTarget", () => {
  test.each(["/", "/a/b?c=//d", "/a\u00e9"])("%p stays on this site", (url) => {
    expect(isLocalTarget(url)).toBe(true);
  });

  test.each([
    "",
    "a",
    "//evil.test",
    "/\\evil.test",
    "http://evil.test/",
    "/\t/evil.test",
    "/\n",
    " /",
    "\\\\e",
  ])("%p need not", (url) => {
    expect(isLocalTarget(url)).toBe(false);
  });
});
