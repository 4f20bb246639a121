/** wrap: what somebody around a tree sees, changes and answers. */
import { HttpError } from "../../src/errors";
import { readBody } from "../../src/body/read-body";
import type { IRequest } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { Site } from "../../src/server/site";
import { inject } from "../../src/testing/inject";
import { fakeRequest } from "../../src/testing/fake-request";
import { redirect } from "../../src/traversal/answer";
import { byMethod } from "../../src/traversal/by-method";
import { leaf } from "../../src/traversal/leaf";
import { PathCursor } from "../../src/traversal/path-cursor";
import { segment } from "../../src/traversal/segment";
import { traverse } from "../../src/traversal/traverse";
import { tree } from "../../src/traversal/tree";
import { wrap } from "../../src/traversal/wrap";
import { ask, saying, textOf } from "../support/ask";

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
