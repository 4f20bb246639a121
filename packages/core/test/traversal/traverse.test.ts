import fc from "fast-check";
import { TraversalLoop } from "../../src/errors";
import type { Awaitable } from "../../src/interfaces/awaitable";
import type { IRequest } from "../../src/interfaces/message";
import type { IResource, Located } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { fakeRequest } from "../../src/testing/fake-request";
import { leaf } from "../../src/traversal/leaf";
import { PathCursor } from "../../src/traversal/path-cursor";
import { segment } from "../../src/traversal/segment";
import { type Destination, traverse } from "../../src/traversal/traverse";
import { tree } from "../../src/traversal/tree";

const responseForRequest = () => respond(200);
const end: IResource = leaf(responseForRequest);

type Locate = (request: IRequest, path: PathCursor) => Awaitable<Located>;

/** A resource that is nothing but its `locateChild`. */
function locating(locateChild: Locate): IResource {
  return { locateChild, responseForRequest };
}

function walk(root: IResource, target: string): Awaitable<Destination | undefined> {
  return traverse(root, fakeRequest({ target }), PathCursor.of(target));
}

function wantHere(root: IResource, target: string): Destination {
  const found = walk(root, target);
  expect(found).not.toHaveProperty("then");
  return found as Destination;
}

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

describe("a walk without progress", () => {
  const self: IResource = locating((_request, path) => [self, path]);
  const other: IResource = locating((_request, path) => [pair, path]);
  const pair: IResource = locating((_request, path) => [other, path]);
  const endless: IResource = locating((_request, path) => [locating(endless.locateChild as Locate), path]);
  const shuffling: IResource = locating((_request, path) => [
    shuffling,
    PathCursor.from(path.consumed, [...path.remaining].reverse(), path),
  ]);
  const growing: IResource = locating((_request, path) => {
    const rewritten = PathCursor.from(path.consumed, ["a", "a", ...path.remaining], path);
    return [tree({ a: growing }), rewritten];
  });

  test.each([
    ["of a resource that gives itself", self],
    ["of two that give each other", pair],
    ["of wrappers without end", endless],
    ["of a rewriter that only reorders", shuffling],
    ["of a rewriter that adds more than is taken", growing],
  ])("%s is a TraversalLoop", (_name, root) => {
    expect(() => walk(root, "/a/b")).toThrow(TraversalLoop);
  });

  test("says where, and in which resource", () => {
    class Mirror implements IResource {
      locateChild = (_request: IRequest, path: PathCursor): Located => [this, path];
      responseForRequest = responseForRequest;
    }
    expect(() => walk(tree({ a: new Mirror() }), "/a/b")).toThrow(
      "the walk makes no progress at /a, in Mirror",
    );
  });

  test("in promises is one too", async () => {
    const slow: IResource = locating(async (_request, path) => [slow, path]);
    await expect(walk(slow, "/a")).rejects.toThrow(TraversalLoop);
  });

  test("is not one resource at many places", () => {
    const deep: IResource = locating(() => deep);
    expect(wantHere(deep, "/a".repeat(3000)).path.isEnd).toBe(true);
  });

  test("is not a wrapper at each of many levels, nor a rewritten path", () => {
    const deep: IResource = locating((_request, path) => [segment(() => deep), path]);
    expect(wantHere(deep, "/a".repeat(500)).path.isEnd).toBe(true);
    const rewriter = locating((_request, path) => [
      tree({ new: tree({ way: tree({ x: end }) }) }),
      PathCursor.from([], ["new", "way", ...path.consume(1)[1].remaining], path),
    ]);
    expect(wantHere(rewriter, "/old/x/y").path.remaining).toEqual(["y"]);
  });
});

describe("a locateChild that is wrong", () => {
  const earlier: PathCursor[] = [];
  const remembering = locating((_request, path) => {
    earlier.push(path);
    return locating(() => [end, earlier[0]!]);
  });

  test.each([
    ["a string", locating(() => "page" as never), "a value of type string"],
    ["null", locating(() => null as never), "null"],
    ["an object of another kind", locating(() => ({ render() {} }) as never), "a value of type object"],
    ["an empty array", locating(() => [] as never), "an array"],
    ["no resource beside the cursor", locating((_request, path) => [undefined, path] as never), "an array"],
    ["no cursor", locating(() => [end] as never), "a cursor that does not derive from its own"],
    [
      "a cursor of another walk",
      locating(() => [end, PathCursor.of("/a/b")]),
      "a cursor that does not derive",
    ],
    ["a forged cursor", locating(() => [end, {} as PathCursor]), "a cursor that does not derive"],
    ["an earlier cursor", remembering, "a cursor that does not derive from its own"],
  ])("is told so when it gives %s", (_name, root, message) => {
    expect(() => walk(root, "/a/b")).toThrow(TypeError);
    expect(() => walk(root, "/a/b")).toThrow(`locateChild of Object gave ${message}`);
  });

  test("a walk begins at a cursor of PathCursor", () => {
    expect(() => traverse(end, fakeRequest(), {} as PathCursor)).toThrow(TypeError);
  });
});

describe("trees of any shape", () => {
  type Shape =
    | { kind: "leaf" }
    | { kind: "tree" | "segment" | "wrapper" | "pairs"; isAsync: boolean; children: Record<string, Shape> };

  const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 4 },
      fc.constant<Shape>({ kind: "leaf" }),
      fc.record({
        kind: fc.constantFrom("tree", "segment", "wrapper", "pairs"),
        isAsync: fc.boolean(),
        children: fc.dictionary(fc.constantFrom("a", "b", ""), tie("shape"), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      }),
    ),
  }));

  /** What a walk must find: the shape, and how many segments it took. */
  function model(shape: Shape, segments: string[], taken = 0): [Shape, number] | undefined {
    if (shape.kind === "leaf" || taken === segments.length) return [shape, taken];
    const step = shape.kind === "wrapper" ? 0 : shape.kind === "pairs" ? 2 : 1;
    if (segments.length - taken < step) return undefined;
    const child = shape.children[step === 0 ? "a" : segments[taken]!];
    return child && model(child, segments, taken + step);
  }

  function build(shape: Shape, made: Map<IResource, Shape>): IResource {
    const resource = shape.kind === "leaf" ? leaf(responseForRequest) : buildInner(shape, made);
    made.set(resource, shape);
    return resource;
  }

  function buildInner(shape: Exclude<Shape, { kind: "leaf" }>, made: Map<IResource, Shape>): IResource {
    const children = Object.fromEntries(
      Object.entries(shape.children).map(([name, child]) => [name, build(child, made)]),
    );
    const timed = <T>(value: T): Awaitable<T> => (shape.isAsync ? Promise.resolve(value) : value);
    if (shape.kind === "tree") return tree(children);
    if (shape.kind === "segment") return segment((name) => timed(children[name]));
    return locating((_request, path) => {
      const count = shape.kind === "pairs" ? 2 : 0;
      if (path.remaining.length < count) return undefined;
      const child = children[count === 0 ? "a" : path.remaining[0]!];
      return timed<Located>(child && [child, path.consume(count)[1]]);
    });
  }

  function isSynchronous(shape: Shape): boolean {
    if (shape.kind === "leaf") return true;
    const waits = shape.isAsync && shape.kind !== "tree";
    return !waits && Object.values(shape.children).every(isSynchronous);
  }

  test("are walked as a naive recursion walks them, in the same turn if nobody waits", async () => {
    const segments = fc.array(fc.constantFrom("a", "b", "", "c"), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(shape, segments, async (root, wanted) => {
        const made = new Map<IResource, Shape>();
        const walked = walk(build(root, made), `/${wanted.join("/")}`);
        if (isSynchronous(root)) expect(walked).not.toBeInstanceOf(Promise);
        const found = await walked;
        const expected = model(root, wanted);
        expect(found && [made.get(found.resource), found.path.consumed]).toEqual(
          expected && [expected[0], wanted.slice(0, expected[1])],
        );
      }),
      { numRuns: 300 },
    );
  });
});
