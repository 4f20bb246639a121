/** Walks that make no progress, and locateChild that gives what it must not. */
import { TraversalLoop } from "../../src/errors";
import type { IRequest } from "../../src/interfaces/message";
import type { IResource, Located } from "../../src/interfaces/resource";
import { fakeRequest } from "../../src/testing/fake-request";
import { PathCursor } from "../../src/traversal/path-cursor";
import { segment } from "../../src/traversal/segment";
import { traverse } from "../../src/traversal/traverse";
import { tree } from "../../src/traversal/tree";
import { end, type Locate, locating, responseForRequest, walk, wantHere } from "../support/walk";

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
