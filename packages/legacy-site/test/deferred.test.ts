import { ManualClock } from "@headgate/core/testing";
import { Deferred } from "../src/deferred";
import { AlreadyCalledError, CancelledError, TimeoutError } from "../src/deferred-errors";
import { Failure } from "../src/failure";
import { fail, maybeDeferred, succeed } from "../src/settled-deferreds";
import { setUnhandledFailureLogger } from "../src/unhandled-failures";

const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

let logged: unknown[] = [];
const previous = setUnhandledFailureLogger((failure) => logged.push(failure.value));
beforeEach(() => (logged = []));
afterAll(() => setUnhandledFailureLogger(previous));

describe("Deferred", () => {
  test("runs its callbacks at once, each with the result of the one before", () => {
    const seen: unknown[] = [];
    const deferred = new Deferred<number>();
    deferred.addCallback((n) => n + 1).addCallback((n) => seen.push(n));
    expect(deferred.called).toBe(false);
    deferred.callback(1);
    expect(seen).toEqual([2]);
    expect(deferred.called).toBe(true);
  });

  test("one that has fired runs a callback as it is added, with further arguments", () => {
    const seen: unknown[] = [];
    succeed("a").addCallback((value, more, last) => seen.push(value, more, last), "b", 3);
    expect(seen).toEqual(["a", "b", 3]);
  });

  test("a throw goes to the next errback, and its result to the next callback", () => {
    const seen: unknown[] = [];
    succeed(1)
      .addCallback(() => {
        throw new RangeError("r");
      })
      .addCallback(() => seen.push("never"))
      .addErrback((failure, extra) => `${failure.getErrorMessage()}${extra}`, "!")
      .addErrback(() => seen.push("never"))
      .addCallback((text) => seen.push(text));
    expect(seen).toEqual(["r!"]);
  });

  test("a callback that returns a Failure fails; an errback that returns its Failure passes it on", () => {
    const error = new Error("e");
    const seen: unknown[] = [];
    succeed(1)
      .addCallback(() => new Failure(error))
      .addErrback((failure) => failure)
      .addErrback((failure) => seen.push(failure.value));
    expect(seen).toEqual([error]);
  });

  test("addCallbacks is a fork, addBoth sees either", () => {
    const seen: unknown[] = [];
    fail("no").addCallbacks(
      () => seen.push("value"),
      (failure) => seen.push(failure.value),
    );
    fail("no").addBoth((result) => seen.push(result instanceof Failure));
    succeed("yes").addBoth((result, extra) => seen.push(result, extra), 2);
    expect(seen).toEqual(["no", true, "yes", 2]);
  });

  test("a callback added by a callback runs after those that were there", () => {
    const seen: string[] = [];
    const deferred = new Deferred();
    deferred.addCallback(() => {
      seen.push("a");
      deferred.addCallback(() => seen.push("c"));
      seen.push("b");
    });
    deferred.addCallback(() => seen.push("d"));
    deferred.callback(null);
    expect(seen).toEqual(["a", "b", "d", "c"]);
  });

  test("fires once", () => {
    const deferred = new Deferred();
    deferred.callback(1);
    expect(() => deferred.callback(2)).toThrow(AlreadyCalledError);
    expect(() => deferred.errback(new Error("late"))).toThrow(AlreadyCalledError);
  });

  test("is no result of another", () => {
    expect(() => new Deferred().callback(new Deferred())).toThrow(TypeError);
  });

  describe("waiting for another", () => {
    test("pauses until the returned one has fired, which keeps nothing", () => {
      const seen: unknown[] = [];
      const inner = new Deferred<string>();
      const outer = succeed(1).addCallback(() => inner);
      outer.addCallback((value) => seen.push(value));
      expect(seen).toEqual([]);
      inner.callback("inner");
      expect(seen).toEqual(["inner"]);
      inner.addCallback((value) => seen.push(value));
      expect(seen).toEqual(["inner", undefined]);
    });

    test("goes straight on if it has fired", () => {
      const seen: unknown[] = [];
      succeed(1)
        .addCallback(() => succeed(2))
        .addCallback((value) => seen.push(value))
        .addCallback(() => fail("no"))
        .addErrback((failure) => seen.push(failure.value));
      expect(seen).toEqual([2, "no"]);
    });

    test("a promise is waited for as well", async () => {
      const deferred = succeed(1)
        .addCallback(async (value) => value + 1)
        .addCallback((value) => value * 10);
      expect(await deferred).toBe(20);
    });

    test("its own Deferred is refused", () => {
      const deferred = new Deferred();
      const seen: unknown[] = [];
      deferred.addCallback(() => deferred).addErrback((failure) => seen.push(failure.check(TypeError)));
      deferred.callback(1);
      expect(seen).toEqual([TypeError]);
    });

    test("10,000 in a row do not use up the stack", () => {
      const deferred = new Deferred<number>();
      let chained = deferred;
      for (let i = 0; i < 10_000; i++) chained = chained.addCallback((n) => succeed(n + 1));
      deferred.callback(0);
      let result = 0;
      chained.addCallback((n) => (result = n));
      expect(result).toBe(10_000);
    });
  });

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

  describe("await", () => {
    test("gives the result, every time", async () => {
      const deferred = new Deferred<number>();
      setImmediate(() => deferred.callback(7));
      expect(await deferred).toBe(7);
      expect(await deferred).toBe(7);
    });

    test("throws what failed it, every time, and nothing is logged", async () => {
      const error = new Error("awaited");
      const deferred = fail(error);
      await expect(Promise.resolve(deferred)).rejects.toBe(error);
      await expect(Promise.resolve(deferred)).rejects.toBe(error);
      await oneTurn();
      expect(logged).toEqual([]);
    });

    test("Deferred.fromPromise takes both ends of a promise", async () => {
      expect(await Deferred.fromPromise(Promise.resolve(1))).toBe(1);
      const seen: unknown[] = [];
      await Deferred.fromPromise(Promise.reject(new Error("p"))).addErrback((failure) =>
        seen.push(failure.getErrorMessage()),
      );
      expect(seen).toEqual(["p"]);
    });
  });

  describe("a failure that nobody handles", () => {
    test("is logged, once, a turn later", async () => {
      const error = new Error("unhandled");
      const deferred = fail(error);
      expect(logged).toEqual([]);
      await oneTurn();
      deferred.addCallback(() => "still failed");
      await oneTurn();
      expect(logged).toEqual([error]);
    });

    test("is written to stderr where nobody else was set", () => {
      const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
      previous(new Failure("to stderr"));
      expect(write).toHaveBeenCalledWith("Unhandled error in Deferred:\nto stderr\n");
    });

    test("is not logged if an errback takes it in time", async () => {
      const deferred = fail(new Error("handled"));
      deferred.addErrback(() => null);
      await oneTurn();
      expect(logged).toEqual([]);
    });

    test("is the outer one's affair once it has gone there", async () => {
      const error = new Error("inner");
      succeed(1).addCallback(() => fail(error));
      await oneTurn();
      expect(logged).toEqual([error]);
    });

    test("is logged, and ends no process, where `then` has no handler for it", async () => {
      const error = new Error("then");
      void fail(error).then(() => "never");
      await oneTurn();
      expect(logged).toEqual([error]);
    });
  });

  test("maybeDeferred makes one of a value, a Deferred, a promise and a throw", async () => {
    expect(await maybeDeferred((n: number) => n + 1, 1)).toBe(2);
    expect(await maybeDeferred(() => succeed(3))).toBe(3);
    expect(await maybeDeferred(() => Promise.resolve(4))).toBe(4);
    const thrown = maybeDeferred((): number => {
      throw new Error("t");
    });
    expect(await thrown.addErrback((failure) => failure.getErrorMessage())).toBe("t");
  });
});

describe("Failure", () => {
  class Derived extends RangeError {}
  const failure = new Failure(new Derived("message"));

  test("check finds the first class that fits", () => {
    expect(failure.check(TypeError, RangeError, Derived)).toBe(RangeError);
    expect(failure.check(TypeError)).toBeUndefined();
  });

  test("trap throws on what it was not asked for", () => {
    expect(failure.trap(RangeError)).toBe(RangeError);
    expect(() => failure.trap(TypeError)).toThrow(Derived);
  });

  test("describes what was thrown, an Error or not", () => {
    expect(failure.getErrorMessage()).toBe("message");
    expect(failure.getTraceback()).toContain("deferred.test");
    expect(String(failure)).toBe("[Failure: RangeError: message]");
    expect(new Failure("text").getErrorMessage()).toBe("text");
    expect(new Failure(undefined).getTraceback()).toBe("undefined");
    expect(Failure.from(failure)).toBe(failure);
  });
});

describe("a chained Deferred", () => {
  test("gets the result, good or bad, and the first one goes on without", () => {
    const seen: unknown[] = [];
    for (const first of [succeed<unknown>(1), fail("bad")]) {
      const second = new Deferred<unknown>();
      second.addBoth((result) => void seen.push(result instanceof Failure ? result.value : result));
      first.chainDeferred(second).addBoth((result) => void seen.push(result));
    }
    expect(seen).toEqual([1, undefined, "bad", undefined]);
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

describe("a pause", () => {
  test("has callbacks wait until each is taken back; the result can be looked at", () => {
    const seen: unknown[] = [];
    const deferred = new Deferred<number>();
    deferred.addCallback((value) => void seen.push(value));
    deferred.pause();
    deferred.pause();
    expect(deferred.result).toBeUndefined();
    deferred.callback(1);
    deferred.unpause();
    expect([seen, deferred.result]).toEqual([[], 1]);
    deferred.unpause();
    expect([seen, deferred.result]).toEqual([[1], undefined]);
    deferred.unpause(); // one too many
    deferred.addCallback(() => void seen.push("again"));
    expect(seen).toEqual([1, "again"]);
  });

  test("keeps a failure that nobody has handled from being logged, as long as it lasts", async () => {
    const deferred = new Deferred();
    deferred.pause();
    deferred.errback("waiting");
    await oneTurn();
    expect(logged).toEqual([]);
    deferred.unpause();
    await oneTurn();
    expect(logged).toEqual(["waiting"]);
  });
});

test("a failure knows its class, and prints itself", () => {
  const failure = new Failure(new RangeError("r"));
  const written: string[] = [];
  failure.printTraceback({ write: (text: string) => written.push(text) });
  expect([failure.type, written]).toEqual([RangeError, [`${failure.getTraceback()}\n`]]);
  expect([new Failure("text").type, new Failure(undefined).type]).toEqual([String, undefined]);
});
