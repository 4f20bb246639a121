/** The field `priority` (RFC 9218 sections 4 and 5). */
import { DEFAULT_PRIORITY, EarlyPriorities, parsePriority } from "../../src/http2/priority";

test.each([
  ["u=0", 0, false],
  ["u=7,i", 7, true],
  ["i", 3, true],
  ["i=?1", 3, true],
  ["i=?0", 3, false],
  [" u=5 ,\ti ", 5, true],
  ["u=1;a=b, i;c", 1, true],
  ["u=2, u=4", 4, false],
  ["", 3, false],
  ["u=8", 3, false],
  ["u=-1", 3, false],
  ["u=1.0", 3, false],
  ["U=1, I", 3, false],
  ["i=1", 3, false],
  ["x=1, u=2, y", 2, false],
  ["u", 3, false],
])("%j says urgency %d, incremental %p", (value, urgency, incremental) => {
  expect(parsePriority(value)).toEqual({ urgency, incremental });
});

test("who says nothing has the default, which is told from the same by request", () => {
  expect(parsePriority(undefined)).toBe(DEFAULT_PRIORITY);
  expect(parsePriority("u=3, i=?0")).not.toBe(DEFAULT_PRIORITY);
});

test("a list of thousands of members, of which an index costs one octet a request, is not taken apart", () => {
  expect(parsePriority(`u=1${",".repeat(253)}`)).toEqual({ urgency: 1, incremental: false });
  expect(parsePriority(`u=1${",".repeat(254)}`)).toBe(DEFAULT_PRIORITY);
});

describe("EarlyPriorities", () => {
  const urgent = parsePriority("u=0");

  test("keeps the last one of each stream until the stream opens", () => {
    const early = new EarlyPriorities(10);
    expect(early.take(1)).toBeUndefined();
    early.note(1, DEFAULT_PRIORITY);
    early.note(1, urgent);
    early.note(3, DEFAULT_PRIORITY);
    expect(early.take(1)).toBe(urgent);
    expect(early.take(1)).toBeUndefined();
    expect(early.take(3)).toBe(DEFAULT_PRIORITY);
  });

  test("forgets the oldest, and has no end of memory", () => {
    const early = new EarlyPriorities(2);
    for (const streamId of [1, 3, 1, 5]) early.note(streamId, urgent);
    expect([1, 3, 5].map((streamId) => early.take(streamId))).toEqual([urgent, undefined, urgent]);
  });
});
