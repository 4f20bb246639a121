/** Results and failures for who awaits them, and failures that nobody handles. */
import { Deferred } from "../src/deferred";
import { fail, succeed } from "../src/settled-deferreds";
import { setUnhandledFailureLogger } from "../src/unhandled-failures";
import { Failure } from "../src/failure";

const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

let logged: unknown[] = [];
const previous = setUnhandledFailureLogger((failure) => logged.push(failure.value));
beforeEach(() => (logged = []));
afterAll(() => setUnhandledFailureLogger(previous));

describe("Deferred", () => {
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
});

describe("a pause", () => {
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
