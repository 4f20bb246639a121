import { ManualClock } from "../../src/testing/manual-clock";

test("makes calls in the order they fall due, each at its own time", () => {
  const clock = new ManualClock(100);
  const made: string[] = [];
  for (const [name, delay] of Object.entries({ b: 20, a: 10, c: 20, late: 31 })) {
    clock.callLater(delay, () => made.push(`${name}@${clock.now()}`));
  }
  clock.advance(30);
  expect(made).toEqual(["a@110", "b@120", "c@120"]);
  expect(clock.now()).toBe(130);
  expect(clock.pendingCalls).toBe(1);
});

test("makes calls that were asked for meanwhile", () => {
  const clock = new ManualClock();
  const made: number[] = [];
  const tick = (): void => {
    made.push(clock.now());
    clock.callLater(10, tick);
  };
  clock.callLater(10, tick);
  clock.advance(35);
  expect(made).toEqual([10, 20, 30]);
});

test("a cancelled call is not made; cancelling again, or too late, is harmless", () => {
  const clock = new ManualClock();
  const call = jest.fn();
  const cancelled = clock.callLater(5, call);
  cancelled.cancel();
  cancelled.cancel();
  const made = clock.callLater(5, call);
  clock.advance(5);
  made.cancel();
  expect(call).toHaveBeenCalledTimes(1);
});

test("a delay below zero is due at once, never in the past", () => {
  const clock = new ManualClock(50);
  const seen: number[] = [];
  clock.callLater(-10, () => seen.push(clock.now()));
  clock.advance(0);
  expect(seen).toEqual([50]);
});
