/** Cancelling, by hand and by a timeout. */
import { ManualClock } from "@headgate/core/testing";
import { Deferred } from "../src/deferred";
import { AlreadyCalledError, CancelledError, TimeoutError } from "../src/deferred-errors";
import { succeed } from "../src/settled-deferreds";

describe("Deferred", () => {
  describe("cancel", () => {
    test("fails with CancelledError, and one late result is ignored", () => {
      const deferred = new Deferred();
      const seen: unknown[] = [];
      deferred.addErrback((failure) => seen.push(failure.check(CancelledError)));
      deferred.cancel();
      deferred.cancel();
      expect(seen).toEqual([CancelledError]);
      deferred.callback("late");
      expect(() => deferred.callback("later")).toThrow(AlreadyCalledError);
    });

    test("a canceller may give the result; one that does not has stopped the work", () => {
      const given = new Deferred<string>((deferred) => deferred.callback("given"));
      const stopped = new Deferred(() => {});
      const seen: unknown[] = [];
      given.addCallback((value) => seen.push(value));
      stopped.addErrback((failure) => seen.push(failure.check(CancelledError)));
      given.cancel();
      stopped.cancel();
      expect(seen).toEqual(["given", CancelledError]);
      expect(() => stopped.callback("late")).toThrow(AlreadyCalledError);
    });

    test("goes to the one that is waited for", () => {
      const inner = new Deferred();
      const seen: unknown[] = [];
      const outer = succeed(1).addCallback(() => inner);
      outer.addErrback((failure) => seen.push(failure.check(CancelledError)));
      outer.cancel();
      expect(inner.called).toBe(true);
      expect(seen).toEqual([CancelledError]);
    });
  });
});

describe("a timeout", () => {
  test("cancels what takes longer, which becomes a TimeoutError", () => {
    const clock = new ManualClock();
    const seen: unknown[] = [];
    const deferred = new Deferred<string>();
    deferred.addTimeout(2, clock).addErrback((failure) => void seen.push(failure.value));
    clock.advance(1_999);
    expect(seen).toEqual([]);
    clock.advance(1);
    expect(seen).toEqual([expect.any(TimeoutError)]);
    deferred.callback("too late"); // dropped, as after `cancel`
  });

  test("in time it changes nothing, and no cancel comes later", () => {
    const clock = new ManualClock();
    const seen: unknown[] = [];
    let cancels = 0;
    const deferred = new Deferred<string>(() => (cancels += 1));
    deferred.addTimeout(2, clock).addCallback((value) => void seen.push(value));
    deferred.callback("in time");
    clock.advance(10_000);
    expect([seen, cancels]).toEqual([["in time"], 0]);
  });

  test("what else comes of the cancelling goes on as it is, or as the application makes it", () => {
    const clock = new ManualClock();
    const seen: unknown[] = [];
    const bad = new Deferred<string>((self) => self.errback("no"));
    bad.addTimeout(1, clock).addErrback((failure) => void seen.push(failure.value));
    const partial = new Deferred<string>((self) => self.callback("half"));
    partial.addTimeout(1, clock).addCallback((value) => void seen.push(value));
    const own = new Deferred<string>();
    own
      .addTimeout(1, clock, (_, seconds) => `after ${seconds}`)
      .addCallback((value) => void seen.push(value));
    clock.advance(1_000);
    expect(seen).toEqual(["no", "half", "after 1"]);
  });
});
