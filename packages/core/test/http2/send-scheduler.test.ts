/** Who sends next (RFC 9218 section 10). */
import fc from "fast-check";
import { DEFAULT_PRIORITY } from "../../src/http2/priority";
import { SendScheduler } from "../../src/http2/send-scheduler";
import type { ISender } from "../../src/http2/send-scheduler";

const sender = (streamId: number, urgency = 3, incremental = false): ISender => ({
  streamId,
  priority: { urgency, incremental },
});
const silent = (streamId: number): ISender => ({ streamId, priority: DEFAULT_PRIORITY });

/** The streams that send one frame after the other, each with so many to send. */
function order(senders: readonly ISender[], framesEach: number): number[] {
  const scheduler = new SendScheduler<ISender>();
  const left = new Map(senders.map((one) => [one, framesEach]));
  for (const one of senders) scheduler.add(one);
  const sent: number[] = [];
  for (let next; (next = scheduler.take()) !== undefined;) {
    sent.push(next.streamId);
    const frames = left.get(next)! - 1;
    left.set(next, frames);
    if (frames > 0) scheduler.add(next);
  }
  expect(scheduler.isEmpty).toBe(true);
  return sent;
}

describe("SendScheduler", () => {
  test("sends what is urgent first", () => {
    expect(order([sender(1, 7), sender(3, 0), sender(5, 3)], 2)).toEqual([3, 3, 5, 5, 1, 1]);
  });

  test("sends one after the other, in the order of requests", () => {
    expect(order([sender(5), sender(1), sender(3)], 2)).toEqual([1, 1, 3, 3, 5, 5]);
  });

  test("sends by turns what is incremental", () => {
    expect(order([sender(1, 3, true), sender(3, 3, true), sender(5, 3, true)], 2)).toEqual([
      1, 3, 5, 1, 3, 5,
    ]);
  });

  test("sends by turns where the client said nothing", () => {
    expect(order([silent(1), silent(3)], 3)).toEqual([1, 3, 1, 3, 1, 3]);
  });

  test("lets both kinds have their share", () => {
    expect(order([sender(1), sender(3), sender(5, 3, true), silent(7)], 2)).toEqual([1, 5, 1, 7, 3, 5, 3, 7]);
  });

  test("forgets who has nothing to send any more", () => {
    const scheduler = new SendScheduler<ISender>();
    const [ordered, turning] = [sender(1), silent(3)];
    scheduler.add(ordered);
    scheduler.add(turning);
    expect(scheduler.remove(turning)).toBe(true);
    expect(scheduler.remove(turning)).toBe(false);
    expect(scheduler.take()).toBe(ordered);
    expect(scheduler.remove(ordered)).toBe(false);
    expect(scheduler.take()).toBeUndefined();
  });

  test("everybody sends everything, and never before somebody more urgent", () => {
    const anySender = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(anySender, { maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (priorities, frames) => {
          const senders = priorities.map(([urgency, incremental], i) =>
            sender(2 * i + 1, urgency, incremental),
          );
          const urgencies = order(senders, frames).map(
            (streamId) => senders[(streamId - 1) / 2]!.priority.urgency,
          );
          expect(urgencies).toHaveLength(senders.length * frames);
          expect(urgencies).toEqual(urgencies.toSorted());
        },
      ),
    );
  });
});
