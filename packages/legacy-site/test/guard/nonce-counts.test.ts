/** Counts of nonces against a model that forgets nothing: never more lenient, and bounded. */
import fc from "fast-check";
import { NonceCounts } from "../../src/guard/nonce-counts";

test("a count is good once, and lower ones are good no more", () => {
  const counts = new NonceCounts(900);
  const uses = [1, 1, 2, 5, 4, 5, 6].map((count) => counts.use("a", count, 0, 1));
  expect(uses).toEqual([true, false, true, true, false, false, true]);
  expect(counts.use("b", 1, 0, 1)).toBe(true);
});

test("what is no number is refused", () => {
  const counts = new NonceCounts(900);
  const uses = [NaN, 1, NaN, 2].map((count) => counts.use("a", count, 0, 1));
  expect(uses).toEqual([false, true, false, true]);
});

test("old nonces make room, and where none is old all are forgotten", () => {
  const counts = new NonceCounts(900, 2);
  expect([counts.use("a", 1, 0, 0), counts.use("b", 1, 500, 500)]).toEqual([true, true]);
  expect(counts.use("c", 1, 901, 901)).toBe(true); // "a" was too old
  expect([counts.use("b", 1, 500, 901), counts.use("b", 2, 500, 901)]).toEqual([false, true]);
  expect(counts.use("d", 1, 902, 902)).toBe(false); // and nothing until the next second is better
  expect([counts.use("c", 2, 901, 903), counts.use("e", 1, 903, 903)]).toEqual([false, true]);
});

test("nothing is accepted twice, however many there are", () => {
  const use = fc.tuple(
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 0, max: 400 }),
  );
  fc.assert(
    fc.property(fc.array(use, { maxLength: 80 }), (uses) => {
      const counts = new NonceCounts(900, 3);
      const highest = new Map<number, number>();
      const madeAt = new Map<number, number>();
      let now = 0;
      for (const [nonce, count, passed] of uses) {
        now += passed;
        if (!madeAt.has(nonce)) madeAt.set(nonce, now);
        const made = madeAt.get(nonce)!;
        if (now - made > 900) continue; // refused before anybody counts
        const isAccepted = counts.use(String(nonce), count, made, now);
        if (isAccepted) {
          expect(count).toBeGreaterThan(highest.get(nonce) ?? 0);
          highest.set(nonce, count);
        }
      }
    }),
  );
});
