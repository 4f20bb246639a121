/** Counters over time: what is let through, and what is not. The attacks: test/security/http2-*.test.ts. */
import fc from "fast-check";
import { TokenBucket } from "../../src/http2/abuse-limits";

describe("TokenBucket", () => {
  test("lets a burst through, and then so many a second", () => {
    const bucket = new TokenBucket(3, 2, 0);
    expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
    const fair = new TokenBucket(1, 2, 0);
    expect([0, 500, 1_000, 1_400].map((now) => fair.take(now))).toEqual([true, true, true, false]);
  });

  test("saves up no more than a burst", () => {
    const bucket = new TokenBucket(2, 1_000, 0);
    expect([60_000, 60_000, 60_000].map((now) => bucket.take(now))).toEqual([true, true, false]);
  });

  test("lets no more through than the burst and what the time has earned", () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.nat(50),
        fc.array(fc.nat(500), { maxLength: 100 }),
        (burst, perSecond, gaps) => {
          const bucket = new TokenBucket(burst, perSecond, 0);
          let now = 0;
          let passed = 0;
          for (const gap of gaps) {
            now += gap;
            if (bucket.take(now)) passed++;
            else break;
          }
          expect(passed).toBeLessThanOrEqual(burst + (now * perSecond) / 1_000 + 1e-6);
        },
      ),
    );
  });
});
