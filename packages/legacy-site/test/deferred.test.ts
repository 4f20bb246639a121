/** Callbacks and errbacks, one after the other, and waiting for another Deferred. */
import { Deferred } from "../src/deferred";
import { AlreadyCalledError } from "../src/deferred-errors";
import { fail, maybeDeferred, succeed } from "../src/settled-deferreds";
import { Failure } from "../src/failure";

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
});
