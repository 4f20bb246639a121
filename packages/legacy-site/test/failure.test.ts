/** What a Deferred fails with: an error, and which class it is of. */
import { Failure } from "../src/failure";

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
    expect(failure.getTraceback()).toContain("failure.test");
    expect(String(failure)).toBe("[Failure: RangeError: message]");
    expect(new Failure("text").getErrorMessage()).toBe("text");
    expect(new Failure(undefined).getTraceback()).toBe("undefined");
    expect(Failure.from(failure)).toBe(failure);
  });
});

test("a failure knows its class, and prints itself", () => {
  const failure = new Failure(new RangeError("r"));
  const written: string[] = [];
  failure.printTraceback({ write: (text: string) => written.push(text) });
  expect([failure.type, written]).toEqual([RangeError, [`${failure.getTraceback()}\n`]]);
  expect([new Failure("text").type, new Failure(undefined).type]).toEqual([String, undefined]);
});
