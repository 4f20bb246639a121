/** What is too far ahead to be held is compared all the same, whichever side it is. */
import fc from "fast-check";
import { BlockDigests } from "../../src/shadow/block-digests";
import { BodyComparison, type BodyDifference, type Side } from "../../src/shadow/body-comparison";

const WINDOW_OCTETS = 1_000;
const KIB = 1_024;

function bodyOf(length: number): Buffer {
  const body = Buffer.alloc(length);
  for (let at = 0; at < length; at++) body[at] = (at * 31 + (at >> 8)) & 0xff;
  return body;
}

function changedAt(body: Buffer, at: number): Buffer {
  const changed = Buffer.from(body);
  changed[at]! ^= 1;
  return changed;
}

/** One side is through before the other begins. */
function inTurn(first: Side, bodies: Readonly<Record<Side, Buffer>>): BodyComparison {
  const comparison = new BodyComparison(WINDOW_OCTETS);
  for (const side of first === "old" ? (["old", "new"] as const) : (["new", "old"] as const)) {
    const body = bodies[side];
    for (let at = 0; at < body.length; at += 700) {
      comparison.received(side, body.subarray(at, at + 700), true);
    }
    comparison.end(side);
  }
  return comparison;
}

function lengthOf({ offset, end = offset + 1 }: BodyDifference): number {
  return end - offset;
}

function contains({ offset, end = offset + 1 }: BodyDifference, at: number): boolean {
  return offset <= at && at < end;
}

describe.each(["old", "new"] as const)("with all of the %s body ahead", (first) => {
  const body = bodyOf(2_000 * KIB);

  test("the same octets are the same, and little was held", () => {
    const comparison = inTurn(first, { old: body, new: Buffer.from(body) });
    expect(comparison).toMatchObject({ isSame: true, difference: undefined, tooFarAhead: undefined });
    expect(comparison.peakOctets).toBeLessThanOrEqual(2 * WINDOW_OCTETS);
  });

  test.each([0, 1, WINDOW_OCTETS - 1])("octet %d, which was held, is named", (at) => {
    const { difference } = inTurn(first, { old: body, new: changedAt(body, at) });
    expect(difference).toEqual({ offset: at, old: body[at], new: body[at]! ^ 1 });
  });

  test.each([2 * WINDOW_OCTETS, 70 * KIB, 1_000 * KIB + 77, 2_000 * KIB - 1])(
    "octet %d, which was not, is named by its block",
    (at) => {
      const { difference } = inTurn(first, { old: body, new: changedAt(body, at) });
      expect(difference).toMatchObject({ old: undefined, new: undefined });
      expect(contains(difference!, at)).toBe(true);
      expect(difference!.end! - difference!.offset).toBeLessThanOrEqual(64 * KIB);
    },
  );

  test.each([0, 500, 70 * KIB, 2_000 * KIB - 1])("a body that ends at %d", (length) => {
    for (const [old, young] of [
      [body, body.subarray(0, length)],
      [body.subarray(0, length), body],
    ] as const) {
      const { difference } = inTurn(first, { old, new: young });
      expect(contains(difference!, length)).toBe(true);
      expect(lengthOf(difference!)).toBeLessThanOrEqual(64 * KIB + 1);
    }
  });
});

test("where two have met, differences are exact again", () => {
  const comparison = new BodyComparison(10);
  comparison.received("new", Buffer.alloc(1_000), true);
  comparison.received("old", Buffer.alloc(1_003), true);
  comparison.received("new", Buffer.from([0, 7]), true);
  expect(comparison.difference).toEqual({ offset: 1_001, old: 0, new: 7 });
});

test("a piece that is longer than two windows is not held", () => {
  const comparison = new BodyComparison(10);
  comparison.received("old", Buffer.alloc(1_000));
  expect(comparison.peakOctets).toBe(20);
  expect(comparison.isFull("old")).toBe(true);
  comparison.received("new", Buffer.alloc(991));
  expect(comparison.isFull("old")).toBe(false);
  expect(comparison.isBehind("new")).toBe(true);
  comparison.received("new", Buffer.alloc(9));
  expect(comparison.isBehind("new")).toBe(false);
});

test("1 GiB apart costs less than a thousand digests, and the last block is less than a hundredth", () => {
  const digests = new BlockDigests(0, 64);
  // As many blocks as 1 GiB has of 64 KiB, and as they grow.
  const piece = Buffer.alloc(64 * KIB);
  for (let count = 0; count < 16; count++) digests.goAhead(piece);
  expect(digests.lead).toBe(1_024 * KIB);
  expect(digests.held).toBeGreaterThan(100);
  expect(digests.held).toBeLessThan(1_000);
  piece[piece.length - 1] = 1;
  for (let count = 0; count < 15; count++) expect(digests.catchUp(Buffer.alloc(64 * KIB))).toBeUndefined();
  const block = digests.catchUp(piece)!;
  expect(block.end).toBe(1_024 * KIB);
  expect(block.end - block.from).toBeLessThan((1_024 * KIB) / 100);
});

describe("whatever the pieces, their order and the window", () => {
  const steps = fc.array(fc.tuple(fc.constantFrom<Side>("old", "new"), fc.integer({ min: 1, max: 900 })), {
    maxLength: 60,
  });
  /** Few values, so that bodies have long beginnings in common. */
  const octets = fc.uint8Array({ max: 1, maxLength: 3_000 }).map((array) => Buffer.from(array));

  function firstDifference(old: Buffer, young: Buffer): number | undefined {
    for (let at = 0; at < Math.max(old.length, young.length); at++) if (old[at] !== young[at]) return at;
    return undefined;
  }

  test("the verdict is that of a direct comparison, and no more than two windows are held", () => {
    fc.assert(
      fc.property(
        octets,
        fc.option(fc.tuple(fc.nat(3_000), octets), { nil: undefined }),
        steps,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom<Side>("old", "new"),
        (old, planted, order, windowOctets, blockOctets, last) => {
          const young =
            planted === undefined ? old : Buffer.concat([old.subarray(0, planted[0]), planted[1]]);
          const comparison = new BodyComparison(windowOctets, blockOctets);
          const rest = { old, new: young };
          const hasEnded = { old: false, new: false };
          const other = last === "old" ? "new" : "old";
          for (const [side, count] of [...order, [other, Infinity], [last, Infinity]] as [Side, number][]) {
            if (hasEnded[side]) continue;
            // The piece is lent: it is written over at once.
            const piece = Buffer.from(rest[side].subarray(0, count));
            rest[side] = rest[side].subarray(piece.length);
            if (piece.length > 0) comparison.received(side, piece, true);
            piece.fill(0xff);
            hasEnded[side] = rest[side].length === 0;
            if (hasEnded[side]) comparison.end(side);
          }
          const expected = firstDifference(old, young);
          const { difference } = comparison;
          expect(comparison.isSame).toBe(expected === undefined);
          if (expected === undefined) expect(difference).toBeUndefined();
          else if (difference?.end !== undefined) expect(contains(difference, expected)).toBe(true);
          else expect(difference).toEqual({ offset: expected, old: old[expected], new: young[expected] });
          expect(comparison.peakOctets).toBeLessThanOrEqual(2 * windowOctets);
        },
      ),
      { numRuns: 500 },
    );
  });
});
