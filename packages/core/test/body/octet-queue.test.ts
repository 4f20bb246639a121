import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { OctetQueue } from "../../src/body/octet-queue";

/** Everything that waits, piece by piece. */
function takeAll(queue: OctetQueue): Buffer[] {
  const pieces: Buffer[] = [];
  for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) pieces.push(piece);
  return pieces;
}

describe("OctetQueue", () => {
  test("gives large pieces back as they are", () => {
    const queue = new OctetQueue();
    const pieces = [Buffer.alloc(600, 1), Buffer.alloc(70_000, 2)];
    for (const piece of pieces) queue.push(piece);
    const taken = takeAll(queue);
    expect(taken[0]).toBe(pieces[0]);
    expect(taken[1]).toBe(pieces[1]);
  });

  test("joins single octets into few blocks, in order", () => {
    const queue = new OctetQueue();
    const octets = Buffer.from(Array.from({ length: 10_000 }, (_, i) => i % 251));
    for (let i = 0; i < octets.length; i++) queue.push(octets.subarray(i, i + 1));
    expect(queue.octets).toBe(10_000);
    const taken = takeAll(queue);
    expect(taken.length).toBeLessThan(10_000 / 32);
    expect(Buffer.concat(taken).equals(octets)).toBe(true);
  });

  test("forgets what was taken, also if it is never quite empty", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const queue = new OctetQueue();
    const taken: WeakRef<Buffer>[] = [];
    queue.push(Buffer.alloc(600));
    for (let count = 0; count < 1_000; count++) {
      queue.push(Buffer.alloc(600));
      taken.push(new WeakRef(queue.shift()!));
    }
    // What a WeakRef was made of lives until its turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(taken.filter((piece) => piece.deref() !== undefined).length).toBeLessThan(10);
    expect(queue.octets).toBe(600);
  });

  test("is empty after clear", () => {
    const queue = new OctetQueue();
    queue.push(Buffer.from("abc"));
    queue.clear();
    expect([queue.octets, queue.shift()]).toEqual([0, undefined]);
  });

  test("gives what was put in, whatever the order of putting and taking", () => {
    const steps = fc.array(fc.oneof(fc.uint8Array({ maxLength: 600, minLength: 1 }), fc.constant("take")), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (todo) => {
        const queue = new OctetQueue();
        const put: Uint8Array[] = [];
        const taken: Buffer[] = [];
        for (const step of todo) {
          if (step === "take") taken.push(queue.shift() ?? Buffer.alloc(0));
          else {
            put.push(step);
            queue.push(Buffer.from(step as Uint8Array));
          }
          const isRight = Buffer.concat(put).length - Buffer.concat(taken).length;
          expect(queue.octets).toBe(isRight);
        }
        taken.push(...takeAll(queue));
        expect(Buffer.concat(taken).equals(Buffer.concat(put))).toBe(true);
      }),
    );
  });
});

test("the rest of a piece can be put back", () => {
  const queue = new OctetQueue();
  queue.push(Buffer.from("abc"));
  queue.push(Buffer.from("def"));
  const first = queue.shift()!;
  queue.unshift(first.subarray(1));
  expect(queue.octets).toBe(5);
  expect([queue.shift()!.toString(), queue.shift()!.toString(), queue.shift()]).toEqual([
    "bc",
    "def",
    undefined,
  ]);
  queue.push(Buffer.from("gh"));
  const last = queue.shift()!;
  queue.unshift(last.subarray(1));
  expect([queue.octets, queue.shift()!.toString()]).toEqual([1, "h"]);
});
