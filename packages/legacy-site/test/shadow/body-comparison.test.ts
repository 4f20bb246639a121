/** Two bodies compared as they flow: where their pieces end carries no meaning, and little is held. */
import fc from "fast-check";
import { BodyComparison, type Side } from "../../src/shadow/body-comparison";

/** Feeds both bodies in pieces, in the order that `steps` say; what remains of either then, in one piece. */
function compare(
  old: Buffer,
  young: Buffer,
  steps: readonly (readonly [side: Side, octets: number])[],
  windowOctets = Infinity,
): BodyComparison {
  const comparison = new BodyComparison(windowOctets);
  const rest = { old, new: young };
  for (const [side, octets] of [...steps, ["old", Infinity], ["new", Infinity]] as [Side, number][]) {
    // The piece is lent: it is written over at once.
    const piece = Buffer.from(rest[side].subarray(0, octets));
    rest[side] = rest[side].subarray(piece.length);
    if (piece.length > 0) comparison.received(side, piece);
    piece.fill(0xff);
  }
  comparison.end("new");
  comparison.end("old");
  return comparison;
}

function firstDifference(old: Buffer, young: Buffer): object | undefined {
  for (let offset = 0; offset < Math.max(old.length, young.length); offset++) {
    if (old[offset] !== young[offset]) return { offset, old: old[offset], new: young[offset] };
  }
  return undefined;
}

const steps = fc.array(fc.tuple(fc.constantFrom<Side>("old", "new"), fc.nat(400)), { maxLength: 40 });
/** Few values, so that bodies have long beginnings in common. */
const octets = fc.uint8Array({ max: 1, maxLength: 2_000 }).map((array) => Buffer.from(array));

test("the same octets are the same, however they come", () => {
  fc.assert(
    fc.property(octets, steps, (body, order) => {
      const comparison = compare(body, body, order);
      expect(comparison).toMatchObject({ difference: undefined, isSame: true, tooFarAhead: undefined });
    }),
  );
});

test("the first octet that differs is found, however they come", () => {
  fc.assert(
    fc.property(octets, octets, fc.nat(2_000), steps, (body, other, common, order) => {
      const young = Buffer.concat([body.subarray(0, common), other]);
      const expected = firstDifference(body, young);
      const { difference, isSame } = compare(body, young, order);
      expect(difference).toEqual(expected);
      expect(isSame).toBe(expected === undefined);
    }),
  );
});

test("no more is held than the window, and the piece that came to it", () => {
  fc.assert(
    fc.property(octets, steps, fc.integer({ min: 1, max: 500 }), (body, order, windowOctets) => {
      const comparison = compare(body, body, order, windowOctets);
      const largest = Math.max(body.length - 1, ...order.map(([, count]) => count));
      expect(comparison.peakOctets).toBeLessThan(windowOctets + Math.max(1, largest) + 1);
      expect(comparison.isSame || comparison.tooFarAhead !== undefined).toBe(true);
    }),
  );
});

test("a piece that comes when the window is full is one too many", () => {
  const comparison = new BodyComparison(10);
  comparison.received("old", Buffer.alloc(9));
  expect(comparison.isFull("old")).toBe(false);
  comparison.received("old", Buffer.alloc(5));
  expect(comparison.isFull("old")).toBe(true);
  expect(comparison.isBehind("new")).toBe(true);
  comparison.received("new", Buffer.alloc(5));
  expect(comparison.isFull("old")).toBe(false);
  comparison.received("old", Buffer.alloc(1));
  expect(comparison.tooFarAhead).toBeUndefined();
  comparison.received("old", Buffer.alloc(1));
  expect(comparison.tooFarAhead).toBe("old");
  expect(comparison.peakOctets).toBe(14);
});
