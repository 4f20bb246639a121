/** Trees of any shape are walked as a naive recursion walks them. */
import fc from "fast-check";
import type { Awaitable } from "../../src/interfaces/awaitable";
import type { IResource, Located } from "../../src/interfaces/resource";
import { leaf } from "../../src/traversal/leaf";
import { segment } from "../../src/traversal/segment";
import { tree } from "../../src/traversal/tree";
import { locating, responseForRequest, walk } from "../support/walk";

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
