import { HttpError, InvalidField, InvalidResponse } from "../../src/errors";
import { readBody } from "../../src/body/read-body";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { Site } from "../../src/server/site";
import { inject } from "../../src/testing/inject";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { type FakeRequestInit, fakeRequest } from "../../src/testing/fake-request";
import { notFound, redirect } from "../../src/traversal/answer";
import { byMethod } from "../../src/traversal/by-method";
import { leaf } from "../../src/traversal/leaf";
import { PathCursor } from "../../src/traversal/path-cursor";
import { segment } from "../../src/traversal/segment";
import { traverse } from "../../src/traversal/traverse";
import { tree } from "../../src/traversal/tree";
import { wrap } from "../../src/traversal/wrap";

/** The whole way of a request through resources, as a site goes it. */
async function ask(root: IResource, target: string, init: FakeRequestInit = {}): Promise<IResponse> {
  const request = fakeRequest({ target, ...init });
  const found = await traverse(root, request, PathCursor.of(request.path));
  return found === undefined ? notFound() : found.resource.responseForRequest(request, found.path);
}

function textOf(response: IResponse): string {
  const protocol = new RecordingProtocol();
  response.deliverBody(protocol);
  return protocol.text;
}

const saying = (text: string): IResource => leaf(() => respond(200, {}, text));

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

describe("wrap", () => {
  const inner = tree({ a: saying("a"), slow: segment(async () => saying("late")) });

  test("sees the request before anybody inside, with the path untouched", async () => {
    const locateChild = jest.fn(() => saying("never"));
    const guarded = wrap({ locateChild, responseForRequest: locateChild as never }, (_request, path) =>
      respond(403, {}, path.remaining.join(" ")),
    );
    const response = await ask(tree({ admin: guarded }), "/admin/x/y");
    expect([response.code, textOf(response)]).toEqual([403, "x y"]);
    expect(locateChild).not.toHaveBeenCalled();
  });

  test.each([
    ["/in/a", 200, "a"],
    ["/in/slow/x", 200, "late"],
    ["/in/nothing", 404, "Not Found\n"],
    ["/in", 404, "Not Found\n"],
  ])("passes the answer of %s through", async (target, code, text) => {
    const response = await ask(tree({ in: wrap(inner, (_request, _path, next) => next()) }), target);
    expect([response.code, textOf(response)]).toEqual([code, text]);
  });

  test("stays in the turn when all inside do", () => {
    const root = wrap(inner, (_request, _path, next) => next());
    expect(root.responseForRequest(fakeRequest(), PathCursor.of("/a"))).toMatchObject({ code: 200 });
  });

  test("may change the request, the path and the response", async () => {
    const echo = leaf((request, path) => respond(200, {}, `${request.method} ${path.rest}`));
    const root = wrap(echo, async (request, path, next) => {
      const instead = fakeRequest({ method: "PUT", target: request.uri });
      const response = await next(instead, path.consume(1)[1]);
      response.headers.set("x-wrapped", "yes");
      return response;
    });
    const response = await ask(root, "/a/b");
    expect(textOf(response)).toBe("PUT b");
    expect(response.headers.get("x-wrapped")).toBe("yes");
  });

  test("what one wrapper adds to a refusal is not seen by the next request", async () => {
    const page = tree({
      "": saying("index"),
      gone: redirect("/new"),
      only: byMethod({ GET: () => respond(200) }),
    });
    const root = wrap(tree({ page }), async (request, _path, next) => {
      const response = await next();
      response.headers.append("set-cookie", `session=${request.query}`);
      return response;
    });
    for (const path of ["/page", "/page/gone", "/page/only", "/page/missing"]) {
      await ask(root, `${path}?1`, { method: "POST" });
      const second = await ask(root, `${path}?2`, { method: "POST" });
      expect(second.headers.getAll("set-cookie")).toEqual(["session=2"]);
    }
  });

  test("hears of failures inside", async () => {
    const failing = leaf(() => {
      throw new HttpError(418, "teapot");
    });
    const root = wrap(failing, (_request, _path, next) => {
      try {
        return next();
      } catch (error) {
        return respond((error as HttpError).code);
      }
    });
    expect((await ask(root, "/")).code).toBe(418);
  });

  test.each<[string, (request: IRequest) => IRequest]>([
    ["made from it", (request) => Object.create(request, { method: { value: "PUT" } }) as IRequest],
    [
      "a Proxy of it",
      (request) => {
        const get = (target: IRequest, name: keyof IRequest): unknown =>
          name === "method" ? "PUT" : target[name];
        return new Proxy(request, { get: get as ProxyHandler<IRequest>["get"] & object });
      },
    ],
  ])("goes on with a view of the request that is %s", async (_name, viewOf) => {
    const inside = tree({
      a: wrap(
        leaf(async (request) => {
          const host = request.headers.get("host") ?? "";
          const octets = await readBody(request);
          const trailers = await request.trailers;
          return respond(
            200,
            {},
            [request.method, host, octets, trailers.size, request.signal.aborted].join(),
          );
        }),
        (_request, _path, next) => next(),
      ),
    });
    const root = wrap(inside, (request, _path, next) => next(viewOf(request)));
    const answer = await inject(new Site(root), { method: "POST", target: "/a", body: "octets" });
    expect(answer.body.toString()).toBe("PUT,localhost,octets,0,false");
  });

  test("tells the exchange of what it reaches inside, also through another request", async () => {
    const a = saying("a");
    const inside = tree({ a });
    const outside = wrap(inside, (_request, _path, next) => next(fakeRequest({ method: "PUT" })));
    const request = fakeRequest({ target: "/a", body: "content" });
    const found = await traverse(outside, request, PathCursor.of("/a"));
    await found!.resource.responseForRequest(request, found!.path);
    expect(request).toMatchObject({ trail: [outside, inside, a] });
  });

  test("answers what names no resource if what it wraps does", async () => {
    const unrouted: IResource = { acceptsUnrouted: true, responseForRequest: () => respond(200) };
    const pass = (resource: IResource): IResource => wrap(resource, (_request, _path, next) => next());
    expect(pass(unrouted).acceptsUnrouted).toBe(true);
    expect(pass(inner).acceptsUnrouted).toBe(false);
    const walked = { ...unrouted, locateChild: () => undefined };
    const nowhere = PathCursor.of("");
    expect(await pass(walked).responseForRequest(fakeRequest({ target: "*" }), nowhere)).toMatchObject({
      code: 200,
    });
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
