/** The clock that is read once for many. */
import { ManualClock } from "@headgate/core/testing";
import { SharedClock } from "../src/shared-clock";

class Counted extends ManualClock {
  readings = 0;

  override now(): number {
    this.readings += 1;
    return super.now();
  }
}

describe("SharedClock", () => {
  test("is read once in a moment, whoever asks", () => {
    const clock = new Counted(1_000);
    const shared = new SharedClock(clock);
    expect(shared.now()).toBe(1_000);
    const readings = clock.readings;
    expect([shared.now(), shared.now()]).toEqual([1_000, 1_000]);
    expect(clock.readings).toBe(readings);
  });

  test("is read again when time has passed", () => {
    const clock = new ManualClock(1_000);
    const shared = new SharedClock(clock);
    shared.now();
    clock.advance(1_500);
    expect(shared.now()).toBe(2_500);
  });

  test("waits for nothing while nobody asks", () => {
    const clock = new ManualClock(0);
    const shared = new SharedClock(clock);
    shared.now();
    clock.advance(10);
    expect(clock.pendingCalls).toBe(0);
  });
});
