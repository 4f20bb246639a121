import { iterate } from "../../src/body/iterate";
import { BodyAborted, BodyAlreadyClaimed, BodyLost } from "../../src/errors";
import { ManualBody } from "../support/manual-body";

const lost = new BodyLost("the wire broke");

test("yields every chunk, then ends", async () => {
  const body = new ManualBody().write("a", "b", "c").end();
  const seen: string[] = [];
  for await (const chunk of iterate(body)) seen.push(chunk.toString());
  expect(seen).toEqual(["a", "b", "c"]);
});

test("claims the body at the first next, not before", () => {
  const body = new ManualBody();
  const chunks = iterate(body);
  expect(body.isClaimed).toBe(false);
  void chunks.next();
  expect(body.calls).toEqual(["claimed", "wanted"]);
});

test("pauses while a chunk waits to be taken, and goes on when it was", async () => {
  const body = new ManualBody();
  const chunks = iterate(body);
  const first = chunks.next();
  body.write("a");
  expect(body.wantsData).toBe(true);
  body.write("b", "c");
  expect(body.wantsData).toBe(false);
  const taken = await Promise.all([first, chunks.next(), chunks.next()]);
  expect(taken.map(({ value }) => value?.toString())).toEqual(["a", "b", "c"]);
  expect(body.wantsData).toBe(true);
});

test("calls of next that overlap are answered in order", async () => {
  const body = new ManualBody();
  const chunks = iterate(body);
  const nexts = [chunks.next(), chunks.next(), chunks.next(), chunks.next()];
  body.write("a", "b").end();
  const texts = (await Promise.all(nexts)).map(({ done, value }) =>
    done === true ? "end" : value.toString(),
  );
  expect(texts).toEqual(["a", "b", "end", "end"]);
});

test("leaving the loop stops the body, without an error", async () => {
  const body = new ManualBody().write("a", "b");
  for await (const chunk of iterate(body)) {
    expect(chunk.toString()).toBe("a");
    break;
  }
  expect(body.calls).toEqual(["claimed", "unwanted", "BODY_ABORTED"]);
});

test("return before the first next claims the body and stops it", async () => {
  const body = new ManualBody().write("a");
  const chunks = iterate(body);
  expect(await chunks.return?.()).toEqual({ done: true, value: undefined });
  expect(await chunks.next()).toEqual({ done: true, value: undefined });
  expect(body.calls).toEqual(["claimed", "BODY_ABORTED"]);
});

test("return while a next waits ends that one too", async () => {
  const chunks = iterate(new ManualBody());
  const waiting = chunks.next();
  await chunks.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test("return after the end is harmless", async () => {
  const body = new ManualBody().end();
  const chunks = iterate(body);
  await chunks.next();
  await chunks.return?.();
  expect(body.calls).toEqual(["claimed", "BODY_DONE"]);
});

describe.each([lost, new BodyAborted("the clock ran out")])("a body that broke off: %p", (reason) => {
  test("throws once, after the chunk that waited, and is over", async () => {
    const body = new ManualBody();
    const chunks = iterate(body);
    const first = chunks.next();
    body.write("a", "b").end(reason);
    await first;
    expect((await chunks.next()).value?.toString()).toBe("b");
    await expect(chunks.next()).rejects.toBe(reason);
    expect(await chunks.next()).toEqual({ done: true, value: undefined });
  });

  test("rejects the next that waits", async () => {
    const body = new ManualBody();
    const waiting = iterate(body).next();
    body.end(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

test("a body that has a reader throws once", async () => {
  const body = new ManualBody();
  void iterate(body).next();
  const chunks = iterate(body);
  await expect(chunks.next()).rejects.toBeInstanceOf(BodyAlreadyClaimed);
  expect((await chunks.next()).done).toBe(true);
});
