import fc from "fast-check";
import { PathCursor } from "../../src/traversal/path-cursor";

/** The definition, as written: what the lazy cursor must agree with. */
function segmentsOf(path: string): string[] {
  return path
    .slice(1)
    .split("/")
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
}

const octet = fc.integer({ min: 0, max: 255 }).map((value) => `%${value.toString(16).padStart(2, "0")}`);
const piece = fc.oneof(
  fc.constantFrom("a", "Z", ".", "..", "+", ";", "%", "%2", "%zz", "%2F", "%2f", "%25", "%00", "'", "\\"),
  octet,
  fc.string({ minLength: 1, maxLength: 3, unit: "grapheme" }).map(encodeURIComponent),
);
const rawSegment = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
const rawPath = fc.array(rawSegment, { minLength: 1, maxLength: 6 }).map((raw) => `/${raw.join("/")}`);
const decodedSegments = fc.array(fc.string({ unit: "grapheme", maxLength: 4 }), { maxLength: 5 });

describe("segments", () => {
  test.each([
    ["/", [""]],
    ["", []],
    ["/a", ["a"]],
    ["/a/b/", ["a", "b", ""]],
    ["//x", ["", "x"]],
    ["///", ["", "", ""]],
    ["/a%2Fb/c", ["a/b", "c"]],
    ["/caf%C3%A9", ["café"]],
    ["/%F0%9F%8C%8A", ["🌊"]],
    ["/%FF/%41", ["%FF", "A"]],
    ["/%zz%41", ["%zz%41"]],
    ["/%", ["%"]],
    ["/%C3", ["%C3"]],
    ["/%C0%AE%C0%AE", ["%C0%AE%C0%AE"]],
    ["/%ED%A0%80", ["%ED%A0%80"]],
    ["/%F4%90%80%80", ["%F4%90%80%80"]],
    ["/./../+/;", [".", "..", "+", ";"]],
  ])("of %j are %j", (path, segments) => {
    expect(PathCursor.of(path).remaining).toEqual(segments);
  });

  test("are split, then decoded", () => {
    fc.assert(
      fc.property(rawPath, (path) => expect(PathCursor.of(path).remaining).toEqual(segmentsOf(path))),
    );
  });

  test("that do not decode cost no exception, however many there are", () => {
    const decode = jest.spyOn(globalThis, "decodeURIComponent");
    expect(PathCursor.of("/%ff/%zz/%41".repeat(500)).remaining).toHaveLength(1500);
    expect(decode).toHaveBeenCalledTimes(500);
    expect(decode.mock.results.every(({ type }) => type === "return")).toBe(true);
  });
});

describe("consuming", () => {
  test("moves segments from remaining to consumed and loses none", () => {
    fc.assert(
      fc.property(rawPath, fc.array(fc.nat({ max: 3 }), { maxLength: 6 }), (path, counts) => {
        const all = segmentsOf(path);
        let cursor: PathCursor = PathCursor.of(path);
        for (const count of counts) {
          const before = cursor;
          const possible = Math.min(count, before.remaining.length);
          const [taken, after] = before.consume(possible);
          expect(taken).toEqual(before.remaining.slice(0, possible));
          expect(after.remaining).toHaveLength(before.remaining.length - possible);
          expect([...after.consumed, ...after.remaining]).toEqual(all);
          expect(segmentsOf(`/${after.rest}`)).toEqual(after.isEnd ? [""] : after.remaining);
          expect(after.isEnd).toBe(after.remaining.length === 0);
          cursor = after;
        }
        const [taken, end] = cursor.consumeAll();
        expect(taken).toEqual(cursor.remaining);
        expect(end).toMatchObject({ isEnd: true, rest: "", remaining: [], consumed: all });
      }),
    );
  });

  test("keeps what is ahead raw", () => {
    const [segments, cursor] = PathCursor.of("/a%20b/c%2Fd/%FF").consume(1);
    expect(segments).toEqual(["a b"]);
    expect(cursor.rest).toBe("c%2Fd/%FF");
  });

  test.each([
    ["/a/b", 3, "3 segments asked for, 2 remain"],
    ["", 1, "1 segments asked for, 0 remain"],
    ["/a", -1, "-1 is no number of segments"],
    ["/a", 0.5, "0.5 is no number of segments"],
    ["/a", NaN, "NaN is no number of segments"],
  ])("of %j refuses %d", (path, count, message) => {
    expect(() => PathCursor.of(path).consume(count)).toThrow(new RangeError(message));
  });

  test("nothing, or all of nothing, stays where it is", () => {
    const cursor = PathCursor.of("/a");
    expect(cursor.consume(0)).toEqual([[], cursor]);
    expect(cursor.consume(0)[1]).toBe(cursor);
    const [, end] = cursor.consumeAll();
    expect(end.consumeAll()).toEqual([[], end]);
    expect(end.consumeAll()[1]).toBe(end);
  });

  test("changes no cursor, and nothing that a cursor gave can be changed", () => {
    const cursor = PathCursor.of("/a/b/c");
    const step = cursor.consume(2);
    expect(cursor.consumed).toEqual([]);
    expect(cursor.remaining).toEqual(["a", "b", "c"]);
    expect(cursor.remaining).toBe(cursor.remaining);
    for (const given of [step, step[0], step[1].consumed, step[1].remaining, step[1].consumeAll()[0]]) {
      expect(Object.isFrozen(given)).toBe(true);
    }
    expect(() => Object.assign(cursor, { rest: "x" })).toThrow(TypeError);
  });
});

describe("what the walk asks", () => {
  test("is what consuming one segment gives", () => {
    fc.assert(
      fc.property(rawPath, (path) => {
        for (let cursor = PathCursor.of(path); !cursor.isEnd; cursor = cursor.afterFirst) {
          const [[first], after] = cursor.consume(1);
          expect(cursor.first).toBe(first);
          expect(cursor.afterFirst.equals(after)).toBe(true);
          expect(after.isPast(cursor)).toBe(true);
          expect(cursor.isPast(after)).toBe(false);
          expect(after.derivesFrom(cursor)).toBe(true);
          expect(cursor.derivesFrom(after)).toBe(false);
        }
      }),
    );
  });

  test("tells two walks of equal paths apart", () => {
    const [one, other] = [PathCursor.of("/a"), PathCursor.of("/a")];
    expect(one.equals(other)).toBe(true);
    expect(one.derivesFrom(other)).toBe(false);
    expect(one.consume(1)[1].derivesFrom(other)).toBe(false);
  });
});

describe("a rebuilt cursor", () => {
  test("has the segments it was given, whatever is in them", () => {
    fc.assert(
      fc.property(decodedSegments, decodedSegments, (consumed, remaining) => {
        const cursor = PathCursor.from(consumed, remaining);
        expect([cursor.consumed, cursor.remaining]).toEqual([consumed, remaining]);
        expect(cursor.isEnd).toBe(remaining.length === 0);
        expect(cursor.consumeAll()[1].consumed).toEqual([...consumed, ...remaining]);
      }),
    );
  });

  test("derives from its base, and so do its own steps", () => {
    const root = PathCursor.of("/old/x");
    const [, base] = root.consume(1);
    const rebuilt = PathCursor.from([], ["new", "x"], base);
    for (const cursor of [rebuilt, rebuilt.consume(1)[1], PathCursor.from(["y"], [], rebuilt)]) {
      expect(cursor.derivesFrom(root)).toBe(true);
      expect(cursor.derivesFrom(base)).toBe(true);
    }
    expect(rebuilt.derivesFrom(base.consume(1)[1])).toBe(false);
    expect(PathCursor.from([], ["new", "x"]).derivesFrom(base)).toBe(false);
    expect(rebuilt.isPast(base)).toBe(false);
    expect(PathCursor.from([], [], base).isPast(base)).toBe(true);
  });

  test("keeps the raw form while the path is the same", () => {
    const [, base] = PathCursor.of("/a/%FF/b%2Fc").consume(1);
    expect(PathCursor.from(["a"], ["%FF", "b/c"], base)).toBe(base);
    expect(PathCursor.from(["a", "%FF"], ["b/c"], base).rest).toBe("b%2Fc");
    const back = PathCursor.from([], ["a", "%FF", "b/c"], base);
    expect(back.remaining).toEqual(["a", "%FF", "b/c"]);
    expect(back.derivesFrom(base)).toBe(true);
  });

  test("needs a base that this class made", () => {
    expect(() => PathCursor.from([], [], {} as PathCursor)).toThrow(TypeError);
  });
});

describe("url", () => {
  const at = (path: string): PathCursor => PathCursor.of(path).consumeAll()[1];

  test.each([
    ["/a/b", [], "/a/b"],
    ["/a", [""], "/a/"],
    ["/a", ["b c", "d/e", "?#", "%41"], "/a/b%20c/d%2Fe/%3F%23/%2541"],
    ["", [], "/"],
    ["/", [], "/"],
    ["/%c3%a9", ["ü"], "/%C3%A9/%C3%BC"],
    ["/%FF", ["x"], "/%25FF/x"],
    ["//evil.example", [""], "/.//evil.example/"],
    ["", ["", "evil.example"], "/.//evil.example"],
    ["/\\evil.example", [], "/%5Cevil.example"],
    ["/", ["x'y\"<>", "(!*)"], "/.//x%27y%22%3C%3E/%28%21%2A%29"],
  ])("at the end of %j with %j is %j", (path, segments, expected) => {
    expect(at(path).url(...segments)).toBe(expected);
  });

  test("of a cursor under way is that of what it has consumed", () => {
    expect(PathCursor.of("/a/b/c").consume(2)[1].url("x")).toBe("/a/b/x");
  });

  test("leads a browser back to the same segments, on the same origin", () => {
    const notDots = (segment: string): boolean => segment !== "." && segment !== "..";
    fc.assert(
      fc.property(decodedSegments, decodedSegments, (consumed, more) => {
        fc.pre(consumed.length + more.length > 0 && [...consumed, ...more].every(notDots));
        const { host, pathname } = new URL(PathCursor.from(consumed, []).url(...more), "http://here.example");
        expect(host).toBe("here.example");
        expect(PathCursor.of(pathname).remaining).toEqual([...consumed, ...more]);
      }),
    );
  });
});
