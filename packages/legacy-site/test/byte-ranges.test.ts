import fc from "fast-check";
import { isTooMuch, parseRanges, partOf } from "../src/byte-ranges";

describe("the field", () => {
  // Rows of twisted.web 22.4, but where an answer was a 500.
  test.each([
    ["bytes=0-1", [[0, 1]]],
    ["bytes=5-", [[5, undefined]]],
    ["bytes=-5", [[undefined, 5]]],
    [
      "bytes=0-1,4-5",
      [
        [0, 1],
        [4, 5],
      ],
    ],
    ["bytes=0-1,", [[0, 1]]],
    ["bytes=,, 0-1 ,", [[0, 1]]],
    [" bytes = 1-2 ", [[1, 2]]],
    ["bytes=1 - 2", [[1, 2]]],
    ["bytes=+1-2", [[1, 2]]],
    ["bytes=--5", [[undefined, -5]]],
    ["bytes=01-02", [[1, 2]]],
    ["bytes=0-18446744073709551616", [[0, 18446744073709551616]]],
  ])("%j", (field, ranges) => {
    expect(parseRanges(field)?.map(({ first, last }) => [first, last])).toEqual(ranges);
  });

  test.each([
    "",
    "bytes",
    "bytes=",
    "bytes=,",
    "bytes=-",
    "bytes=5-2",
    "bytes=a-b",
    "bytes=1-2-3",
    "bytes=1--5",
    "bytes=---5",
    "bytes=0x1-2",
    "bytes=1.5-2",
    "bytes=0-1,junk",
    "bytes=0-1,5-2",
    "Bytes=0-1",
    "items=0-1",
    "0-1",
  ])("%j is ignored", (field) => {
    expect(parseRanges(field)).toBeUndefined();
  });

  test("says again what was written into it, whatever the blanks", () => {
    const blank = fc.constantFrom("", " ", "\t ");
    const element = fc.oneof(
      fc.tuple(fc.nat(), fc.nat()).map(([first, length]) => [first, first + length] as const),
      fc.nat().map((first) => [first, undefined] as const),
      fc.nat().map((last) => [undefined, last] as const),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(element, blank), { minLength: 1 }), (elements) => {
        const text = elements.map(([[first, last], space]) => `${space}${first ?? ""}-${last ?? ""}${space}`);
        const ranges = elements.map(([[first, last]]) => ({ first, last }));
        expect(parseRanges(`bytes=${text.join(",")}`)).toEqual(ranges);
      }),
    );
  });

  test("may be anything", () => {
    const junk = fc.string({ unit: fc.constantFrom("b", "=", "-", ",", " ", "+", "1", "99"), maxLength: 20 });
    fc.assert(
      fc.property(junk, (field) => {
        for (const { first, last } of parseRanges(`bytes=${field}`) ?? []) {
          // Of the end of the file it may ask for less than none: `--5`.
          if (first === undefined) expect(Number.isInteger(last)).toBe(true);
          else {
            expect(first).toBeGreaterThanOrEqual(0);
            expect(last ?? Infinity).toBeGreaterThanOrEqual(first);
          }
        }
      }),
    );
  });
});

describe("a part", () => {
  const FILE = [...Array(10).keys()];

  /** By looking at each octet. */
  function octetsOf(first: number | undefined, last: number | undefined): number[] {
    if (first === undefined) return FILE.filter((at) => at >= FILE.length - (last ?? 0));
    return FILE.filter((at) => at >= first && at <= (last ?? Infinity));
  }

  test("has the octets that were asked for, as far as there are any", () => {
    const end = fc.option(fc.nat(30), { nil: undefined });
    fc.assert(
      fc.property(end, end, (first, last) => {
        fc.pre(first !== undefined || last !== undefined);
        fc.pre(first === undefined || last === undefined || first <= last);
        const part = partOf({ first, last }, FILE.length);
        const octets = part === undefined ? [] : FILE.slice(part.offset, part.offset + part.size);
        expect(octets).toEqual(octetsOf(first, last));
        if (part !== undefined) expect(octets).toHaveLength(part.size);
      }),
    );
  });

  test("of an empty file there is none", () => {
    expect(partOf({ first: 0, last: undefined }, 0)).toBeUndefined();
    expect(partOf({ first: undefined, last: 5 }, 0)).toBeUndefined();
  });

  test("before the last octet by less than none is nowhere", () => {
    expect(partOf({ first: undefined, last: -1 }, 10)).toBeUndefined();
  });
});

describe("too much", () => {
  const parts = (count: number, size: number) => Array.from({ length: count }, () => ({ offset: 0, size }));

  test.each([
    [2, 10, false],
    [10, 10, false],
    [11, 10, true],
    [10, 1, false],
    [11, 1, true],
    [100, 0.1, false],
    [101, 0.01, true],
  ])("%i parts of %f octets, of a file of 10: %p", (count, size, expected) => {
    expect(isTooMuch(parts(count, size), 10)).toBe(expected);
  });
});
