import { collect } from "../../src/body/collect";
import { BodyLost } from "../../src/errors";
import { settle } from "../contract/body-contract";
import { ManualBody } from "../support/manual-body";

test("calls with each chunk, in order, and resolves at the end", async () => {
  const body = new ManualBody();
  const seen: string[] = [];
  const done = collect(body, (chunk) => void seen.push(chunk.toString()));
  body.write("a", "b");
  expect(seen).toEqual(["a", "b"]);
  body.end();
  await done;
  expect(body.calls).toEqual(["claimed", "wanted", "BODY_DONE"]);
});

test("a promise is back-pressure: no chunk and no end before it has resolved", async () => {
  const body = new ManualBody();
  const seen: string[] = [];
  const release: (() => void)[] = [];
  let isDone = false;
  const done = collect(body, (chunk) => {
    seen.push(chunk.toString());
    return new Promise((resolve) => release.push(resolve));
  }).then(() => (isDone = true));
  body.write("a", "b").end();
  await settle();
  expect(seen).toEqual(["a"]);
  expect(body.wantsData).toBe(false);
  release.shift()?.();
  await settle();
  expect(seen).toEqual(["a", "b"]);
  expect(isDone).toBe(false);
  release.shift()?.();
  await done;
});

test("a thenable's then is called once, and may answer at once", async () => {
  const then = jest.fn((resolve: () => void) => resolve());
  const body = new ManualBody().write("a", "b").end();
  await collect(body, () => ({ then }) as unknown as PromiseLike<void>);
  expect(then).toHaveBeenCalledTimes(2);
});

const bug = new Error("a bug");
test.each<[string, () => Promise<void>]>([
  [
    "throws",
    () => {
      throw bug;
    },
  ],
  ["rejects", () => Promise.reject(bug)],
])("a function that %s stops the body, and its error is the rejection", async (_, fail) => {
  const body = new ManualBody();
  const received = jest.fn(fail);
  const done = collect(body, received);
  body.write("a");
  await expect(done).rejects.toBe(bug);
  body.write("b");
  expect(received).toHaveBeenCalledTimes(1);
  expect(body.calls).toContain("BODY_ABORTED");
});

test("rejects with why the body broke off, without waiting for the function", async () => {
  const lost = new BodyLost("the wire broke");
  const body = new ManualBody();
  const done = collect(body, () => new Promise(() => {}));
  body.write("a").end(lost);
  await expect(done).rejects.toBe(lost);
});
