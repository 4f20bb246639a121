/** Every kind of parent over every kind of leaf, over real sockets: `npm run show:mixed` with fewer bodies. */
import { CHILDREN } from "../src/matrix/children";
import type { BodyKind } from "../src/matrix/kinds";
import { ALL_PARENTS } from "../src/matrix/parents";
import { headLine, linesOf } from "../src/matrix/table";
import { combinationsOf, walk } from "../src/matrix/walk";

const BODIES: readonly BodyKind[] = [0, 1, 200_000].flatMap((octets) => [
  { octets, isDeclared: true },
  { octets, isDeclared: false },
]);

describe("what becomes of a body below", () => {
  test.each(ALL_PARENTS)("$name", async (parent) => {
    const wrong: string[] = [];
    for (const combination of combinationsOf([parent], CHILDREN)) {
      const outcomes = await walk(combination, BODIES);
      expect(outcomes).toHaveLength(2 * BODIES.length);
      wrong.push(...linesOf(outcomes, true).filter((_, at) => outcomes[at]!.faults.length > 0));
    }
    expect(wrong).toEqual([]);
  });
});

describe("the walk itself", () => {
  const looking = ALL_PARENTS.find(({ name }) => name === "own getChild, unmarked")!;
  const streaming = CHILDREN.find(({ name }) => name === "[STREAMING] class")!;

  test("notices what the rules don't say", async () => {
    const [outcome] = await walk({ parent: { ...looking, looks: false }, child: streaming }, [
      { octets: 100, isDeclared: true },
    ]);
    expect(outcome).toMatchObject({ way: "replayed", isExact: true });
    expect(outcome?.faults).toEqual(["should be streamed", "the answer should come before the last octet"]);
  });

  test("folds bodies that came to the same, and a body that never was with them", async () => {
    const outcomes = await walk({ parent: looking, child: streaming }, BODIES.slice(0, 4));
    const shown = linesOf(outcomes, false).map((line) => line.split(/\s{2,}| (?=[+-]\d)/).slice(0, 6));
    const cells = (version: string): string[] => {
      return ["own getChild, unmarked", "[STREAMING] class", version, "4 of 4", "replayed", "yes"];
    };
    expect(shown).toEqual([cells("HTTP/1.1"), cells("HTTP/2")]);
    expect(linesOf(outcomes, true)).toHaveLength(8);
    expect(headLine().startsWith("parent ")).toBe(true);
  });
});
