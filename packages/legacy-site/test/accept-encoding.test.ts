import fc from "fast-check";
import { acceptsCoding, namesCoding } from "../src/accept-encoding";
import { Headers } from "../src/headers";

const headers = (...fields: string[]): Headers => new Headers({ "accept-encoding": fields });

test.each([
  // field, named as twisted.web wants it, accepted
  ["gzip", true, true],
  [" gzip , identity", true, true],
  ["deflate,gzip", true, true],
  ["gzip;q=1.0", false, true],
  ["gzip; q=0.5", false, true],
  ["GZIP", false, true],
  ["gzip;q=0", false, false],
  ["gzip ; Q=0.000", false, false],
  ["gzip;q=0.001", false, true],
  ["gzip ;q=0.5", true, true],
  ["gzip deflate", true, true],
  ["deflate gzip", true, true],
  ["gzip;", false, true],
  ["deflate;q=0, gzip", true, true],
  ["deflate;gzip", false, false],
  ["x-gzip", false, false],
  ["gzipped", false, false],
  ["*", false, false],
  ["", false, false],
])("%p names gzip: %p, accepts it: %p", (field, isNamed, isAccepted) => {
  expect([namesCoding(headers(field), "gzip"), acceptsCoding(headers(field), "gzip")]).toEqual([
    isNamed,
    isAccepted,
  ]);
});

test("of several fields each counts, and none is none", () => {
  expect(namesCoding(headers("br", "gzip"), "gzip")).toBe(true);
  expect(acceptsCoding(headers("br", "gzip"), "gzip")).toBe(true);
  expect(acceptsCoding(new Headers(), "gzip")).toBe(false);
});

/** Fields of what fields are made of. */
const likely = fc.string({
  unit: fc.constantFrom("gzip", "br", "GZIP", "*", ",", ";", " ", "q=", "0", "1", ".0"),
  maxLength: 12,
});

test("no field makes it throw, and what is named is accepted", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 60 }), likely), (field) => {
      const isNamed = namesCoding(headers(field), "gzip");
      expect(acceptsCoding(headers(field), "gzip") || !isNamed).toBe(true);
    }),
  );
});
