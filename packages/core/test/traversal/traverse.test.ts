/** The walk from the root to who answers, in one turn or in several. */
import { TraversalLoop } from "../../src/errors";
import type { IRequest } from "../../src/interfaces/message";
import type { IResource, Located } from "../../src/interfaces/resource";
import { fakeRequest } from "../../src/testing/fake-request";
import { PathCursor } from "../../src/traversal/path-cursor";
import { segment } from "../../src/traversal/segment";
import { type Destination, traverse } from "../../src/traversal/traverse";
import { tree } from "../../src/traversal/tree";
import { end, locating, walk, wantHere } from "../support/walk";

describe("a walk", () => {
  test("asks the root for the empty segment of `/`", () => {
    const locateChild = jest.fn(() => end);
    expect(wantHere(locating(locateChild), "/").resource).toBe(end);
    expect(locateChild.mock.calls).toHaveLength(1);
  });

  test("ends at a resource without locateChild; the rest of the path is its own", () => {
    const { resource, path } = wantHere(tree({ a: end }), "/a/b%2Fc/");
    expect(resource).toBe(end);
    expect(path.consumed).toEqual(["a"]);
    expect(path.remaining).toEqual(["b/c", ""]);
  });

  test("ends at the end of the path", () => {
    const inner = tree({});
    const { resource, path } = wantHere(tree({ a: inner }), "/a");
    expect(resource).toBe(inner);
    expect(path.isEnd).toBe(true);
  });

  test("finds nothing where locateChild finds nothing", () => {
    expect(walk(tree({ a: end }), "/b")).toBeUndefined();
  });

  test("takes several segments in one step", () => {
    const byDate = locating((_request, path) => {
      const [date, after] = path.consume(3);
      return [segment(() => (date.join("-") === "2015-11-14" ? end : undefined)), after];
    });
    const { resource, path } = wantHere(tree({ log: byDate }), "/log/2015/11/14/entry");
    expect(resource).toBe(end);
    expect(path.consumed).toEqual(["log", "2015", "11", "14", "entry"]);
  });

  test("takes none on the way through wrappers", () => {
    let root: IResource = tree({ a: end });
    for (let depth = 1; depth < 64; depth++) {
      const inner = root;
      root = locating((_request, path) => [inner, path]);
    }
    expect(wantHere(root, "/a").resource).toBe(end);
  });

  test("of one request can be made twice, and gives equal cursors", () => {
    const request = Object.freeze({ path: "/a/b" }) as IRequest;
    const [one, other] = [1, 2].map(() => traverse(tree({ a: end }), request, PathCursor.of("/a/b")));
    expect((one as Destination).path).toEqual((other as Destination).path);
    expect((one as Destination).path.rest).toBe("b");
  });

  test("notes every resource that it reaches, the root first", () => {
    const request = fakeRequest({ target: "/a/b", body: "content" });
    const inner = locating(async () => end);
    const root = tree({ a: inner });
    const found = traverse(root, request, PathCursor.of("/a/b"));
    expect(request).toMatchObject({ resource: inner, trail: [root, inner] });
    return Promise.resolve(found).then(() => {
      expect(request).toMatchObject({ resource: end, trail: [root, inner, end] });
    });
  });
});

describe("a walk that has to wait", () => {
  test("goes on when the promise is kept, with the segment taken", async () => {
    const root = segment(async () => tree({ b: end }));
    const { resource, path } = (await walk(root, "/a/b/c"))!;
    expect(resource).toBe(end);
    expect(path.remaining).toEqual(["c"]);
  });

  test("takes what a promise gives as it takes a value", async () => {
    const give = (located: Located | ((path: PathCursor) => Located)): IResource =>
      locating((_request, path) => Promise.resolve(typeof located === "function" ? located(path) : located));
    expect(await walk(give(undefined), "/a")).toBeUndefined();
    expect(
      (await walk(
        give((path) => [end, path.consumeAll()[1]]),
        "/a/b",
      ))!.path.isEnd,
    ).toBe(true);
    await expect(walk(give("page" as never), "/a")).rejects.toThrow(TypeError);
  });

  test("fails as the promise fails", async () => {
    await expect(
      walk(
        segment(() => Promise.reject(new Error("no database"))),
        "/a",
      ),
    ).rejects.toThrow("no database");
    await expect(
      walk(
        segment(() => Promise.reject(undefined)),
        "/a",
      ),
    ).rejects.toBeUndefined();
  });

  test("calls `then` once, in the same turn", async () => {
    const then = jest.fn((resolve: (resource: IResource) => void) => resolve(end));
    const found = walk(
      segment(() => ({ then }) as unknown as PromiseLike<IResource>),
      "/a",
    );
    expect(then).toHaveBeenCalledTimes(1);
    expect((await found)!.resource).toBe(end);
    expect(then).toHaveBeenCalledTimes(1);
  });

  test("hears only the first of what a thenable says", async () => {
    const noted: string[] = [];
    const named = (name: string): IResource => segment(() => (noted.push(name), end));
    const chatty = {
      then(resolve: (resource: IResource) => void, reject: (reason: unknown) => void) {
        resolve(named("first"));
        resolve(named("second"));
        reject(new Error("third"));
        throw new Error("fourth");
      },
    };
    const { resource, path } = (await walk(
      segment(() => chatty as unknown as PromiseLike<IResource>),
      "/a/b",
    ))!;
    await new Promise(setImmediate);
    expect(resource).toBe(end);
    expect(path.consumed).toEqual(["a", "b"]);
    expect(noted).toEqual(["first"]);
  });

  test("fails if `then` throws", async () => {
    const broken = {
      then() {
        throw new Error("broken");
      },
    };
    await expect(
      walk(
        segment(() => broken as unknown as PromiseLike<IResource>),
        "/a",
      ),
    ).rejects.toThrow("broken");
  });

  test("follows a thenable that gives a promise, but not one that gives itself for ever", async () => {
    const nested = { then: (resolve: (value: unknown) => void) => resolve(Promise.resolve(end)) };
    expect(
      (await walk(
        segment(() => nested as never),
        "/a",
      ))!.resource,
    ).toBe(end);
    const cyclic = { then: (resolve: (value: unknown) => void) => resolve(cyclic) };
    await expect(
      walk(
        segment(() => cyclic as never),
        "/a",
      ),
    ).rejects.toThrow(TraversalLoop);
  });
});
