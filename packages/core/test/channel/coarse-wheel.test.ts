import { CoarseWheel, type IClocked } from "../../src/channel/coarse-wheel";
import { ManualClock } from "../../src/testing/manual-clock";

/** Looks at one timeout, and remembers when it was over. */
class Watch implements IClocked {
  overAt: number | undefined;
  readonly steps: number[] = [];
  readonly #isOver: () => boolean;
  readonly #clock: ManualClock;

  constructor(wheel: CoarseWheel, clock: ManualClock, timeoutMs: number) {
    const since = wheel.now;
    this.#clock = clock;
    this.#isOver = () => wheel.isOver(since, timeoutMs);
  }

  checkClocks(stepMs: number): void {
    this.steps.push(stepMs);
    if (this.overAt === undefined && this.#isOver()) this.overAt = this.#clock.now();
  }
}

test.each([0, 1, 100, 249, 250, 1_000, 4_000, 60_000])(
  "%i ms end not early, and at most 1 s late",
  (timeoutMs) => {
    for (const offset of [0, 1, 125, 249]) {
      const clock = new ManualClock();
      const wheel = new CoarseWheel(clock);
      wheel.add({ checkClocks() {} });
      clock.advance(offset);
      const begin = clock.now();
      const watch = new Watch(wheel, clock, timeoutMs);
      wheel.add(watch);
      clock.advance(timeoutMs + 2_000);
      expect(watch.overAt).toBeGreaterThanOrEqual(begin + timeoutMs);
      expect(watch.overAt).toBeLessThanOrEqual(begin + timeoutMs + 1_000);
    }
  },
);

test("Infinity is never over", () => {
  const clock = new ManualClock();
  const wheel = new CoarseWheel(clock);
  const watch = new Watch(wheel, clock, Infinity);
  wheel.add(watch);
  clock.advance(1e7);
  expect(watch.overAt).toBeUndefined();
});

test("a process that was blocked for a minute ends nothing early: what waited for it gets its chance", () => {
  let now = 0;
  const calls: (() => void)[] = [];
  const blocked = {
    now: () => now,
    callLater: (_ms: number, call: () => void) => ({ cancel: () => undefined, made: calls.push(call) }),
  };
  const wheel = new CoarseWheel(blocked);
  let isOver = false;
  wheel.add({ checkClocks: () => (isOver = wheel.isOver(0, 30_000)) });
  now = 60_000;
  calls.shift()?.();
  expect(isOver).toBe(false);
  expect(wheel.now).toBeLessThan(1_000);
});

test("one timer for all, and none when nobody is left", () => {
  const clock = new ManualClock();
  const wheel = new CoarseWheel(clock);
  const watches = Array.from({ length: 100 }, () => new Watch(wheel, clock, Infinity));
  for (const watch of watches) wheel.add(watch);
  clock.advance(1_000);
  expect(clock.pendingCalls).toBe(1);
  for (const watch of watches) wheel.remove(watch);
  clock.advance(1_000);
  expect(clock.pendingCalls).toBe(0);
  const late = new Watch(wheel, clock, 0);
  wheel.add(late);
  clock.advance(1_000);
  expect(late.overAt).toBeDefined();
});

test("time that passed while nobody was there counts for nobody", () => {
  const clock = new ManualClock();
  const wheel = new CoarseWheel(clock);
  clock.advance(3_600_000);
  const watch = new Watch(wheel, clock, 10_000);
  wheel.add(watch);
  clock.advance(10_000);
  expect(watch.overAt).toBeUndefined();
  expect(Math.max(...watch.steps)).toBeLessThan(1_000);
});

test("one that throws takes no other's clock with it", () => {
  const clock = new ManualClock();
  const wheel = new CoarseWheel(clock);
  const watch = new Watch(wheel, clock, 1_000);
  const faulty: IClocked = {
    checkClocks() {
      wheel.remove(faulty);
      throw new Error("thrown");
    },
  };
  wheel.add(faulty);
  wheel.add(watch);
  expect(() => clock.advance(250)).toThrow("thrown");
  clock.advance(3_000);
  expect(watch.overAt).toBeDefined();
});
