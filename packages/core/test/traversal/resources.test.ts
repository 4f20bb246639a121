/** leaf, tree, segment, byMethod, redirect and notFound. */
import { InvalidField, InvalidResponse } from "../../src/errors";
import type { IResource } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { notFound, redirect } from "../../src/traversal/answer";
import { byMethod } from "../../src/traversal/by-method";
import { leaf } from "../../src/traversal/leaf";
import { segment } from "../../src/traversal/segment";
import { tree } from "../../src/traversal/tree";
import { ask, saying, textOf } from "../support/ask";

interface IListedResource extends IResource {
  listStaticEntities(): [name: string, child: IResource][];
  getStaticEntity(name: string): IResource | undefined;
}

describe("leaf", () => {
  test("calls the handler with the request and the rest of the path", async () => {
    const echo = leaf((request, path) => respond(200, {}, `${request.method} ${path.rest}`));
    expect(textOf(await ask(tree({ a: echo }), "/a/b/c"))).toBe("GET b/c");
  });
});

describe("tree", () => {
  const root = tree({
    "": saying("index"),
    a: tree({ "": saying("a's index"), b: saying("b") }),
    bare: tree({ x: saying("x") }),
    "with/slash": saying("slash"),
  });

  test("tells its children, all or one, without a request", () => {
    const { listStaticEntities, getStaticEntity } = root as IListedResource;
    const entities = listStaticEntities.call(root);
    expect(entities.map(([name]) => name)).toEqual(["", "a", "bare", "with/slash"]);
    for (const [name, child] of entities) expect(getStaticEntity.call(root, name)).toBe(child);
    expect(getStaticEntity.call(root, "__proto__")).toBeUndefined();
  });

  test.each([
    ["/", 200, "index"],
    ["/a/", 200, "a's index"],
    ["/a/b", 200, "b"],
    ["/with%2Fslash", 200, "slash"],
    ["/nothing", 404, "Not Found\n"],
    ["/bare", 404, "Not Found\n"],
    ["/bare/", 404, "Not Found\n"],
    ["/__proto__", 404, "Not Found\n"],
    ["/constructor", 404, "Not Found\n"],
    ["/toString", 404, "Not Found\n"],
  ])("answers %s with %d %j", async (target, code, text) => {
    const response = await ask(root, target);
    expect(response.code).toBe(code);
    expect(textOf(response)).toBe(text);
  });

  const indexed = tree({ "": saying("index") });
  const evil = tree({ "evil.example": indexed, "\\evil.example": indexed, "a\r\nb": indexed });
  test.each([
    ["/a", root, "/a/"],
    ["/a?q=1&r=%2F", root, "/a/?q=1&r=%2F"],
    ["//evil.example", tree({ "": evil }), "/.//evil.example/"],
    ["//evil.example?x", tree({ "": evil }), "/.//evil.example/?x"],
    ["/\\evil.example", evil, "/%5Cevil.example/"],
    ["/%5Cevil.example", evil, "/%5Cevil.example/"],
    ["/a%0D%0Ab", evil, "/a%0D%0Ab/"],
  ])("redirects %s to its index, on this origin", async (target, resource, location) => {
    const response = await ask(resource, target);
    expect(response.code).toBe(308);
    expect(response.headers.get("location")).toBe(location);
    expect(new URL(location, "http://here.example").host).toBe("here.example");
  });
});

describe("segment", () => {
  const users = tree({
    users: segment((id, request) => (id === "7" ? saying(`${request.method} ${id}`) : undefined)),
  });

  test.each([
    ["/users/7", 200],
    ["/users/8", 404],
    ["/users/", 404],
    ["/users", 404],
  ])("answers %s with %d", async (target, code) => {
    expect((await ask(users, target)).code).toBe(code);
  });

  test("is given the segment decoded, and may take its time", async () => {
    const root = segment(async (name) => saying(name));
    expect(textOf(await ask(root, "/caf%C3%A9%2F%20"))).toBe("café/ ");
    expect(textOf(await ask(root, "/"))).toBe("");
  });
});

describe("byMethod", () => {
  const resource = byMethod({
    GET: () => respond(200, {}, "got"),
    POST: (_request, path) => respond(201, {}, path.rest),
  });

  test.each([
    ["GET", 200, undefined],
    ["HEAD", 200, undefined],
    ["POST", 201, undefined],
    ["OPTIONS", 204, "GET, POST, HEAD, OPTIONS"],
    ["DELETE", 405, "GET, POST, HEAD, OPTIONS"],
    ["get", 405, "GET, POST, HEAD, OPTIONS"],
    ["constructor", 405, "GET, POST, HEAD, OPTIONS"],
  ])("answers %s with %d", async (method, code, allow) => {
    const response = await ask(resource, "/x/y", { method });
    expect(response.code).toBe(code);
    expect(response.headers.get("allow")).toBe(allow);
  });

  test("prefers the handlers that there are, and invents no HEAD without GET", async () => {
    const own = byMethod({ GET: () => respond(200), HEAD: () => respond(202), OPTIONS: () => respond(203) });
    expect((await ask(own, "/", { method: "HEAD" })).code).toBe(202);
    expect((await ask(own, "/", { method: "OPTIONS" })).code).toBe(203);
    const refusal = await ask(byMethod({ POST: () => respond(200) }), "/", { method: "HEAD" });
    expect([refusal.code, refusal.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("is a leaf", () => {
    expect(resource.locateChild).toBeUndefined();
  });
});

describe("redirect", () => {
  test.each([
    [redirect("/x?y"), 302, "/x?y"],
    [redirect("https://other.example/", 301), 301, "https://other.example/"],
    [redirect("/café%20/ü"), 302, "/caf%C3%A9%20/%C3%BC"],
  ])("is a resource and a response: %#", async (answer, code, location) => {
    for (const response of [answer, await ask(tree({ old: answer }), "/old/and/more")]) {
      expect([response.code, response.headers.get("location"), response.length]).toEqual([code, location, 0]);
    }
  });

  test.each([["/a\r\nSet-Cookie: x=y"], ["/a\nb"], ["/a\0b"]])("refuses %j", (url) => {
    expect(() => redirect(url)).toThrow(InvalidField);
  });

  test.each([200, 299, 400, NaN])("refuses the code %d", (code) => {
    expect(() => redirect("/", code)).toThrow(InvalidResponse);
  });
});

describe("notFound", () => {
  test("is a resource and a response, with a text", async () => {
    const answer = notFound("no such user");
    for (const response of [answer, await ask(tree({ x: answer }), "/x/y")]) {
      expect([response.code, textOf(response)]).toEqual([404, "no such user"]);
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    }
  });
});
