import fc from "fast-check";
import { datetimeToLogString, datetimeToString, stringToDatetime } from "../src/http-dates";

describe("dates", () => {
  // Rows of twisted.web 22.4.
  test.each([
    ["Sun, 06 Nov 1994 08:49:37 GMT", 784111777],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 784111777],
    ["Sun Nov  6 08:49:37 1994", 784111777],
    ["06 Nov 1994 08:49:37 GMT", 784111777],
    ["06-Nov-94 08:49:37 GMT", 784111777],
    ["Nov 6 08:49:37 1994", 784111777],
    ["Sun, 06-Nov-1994 08:49:37 GMT", 784111777],
    ["sun, 06 nov 1994 08:49:37 gmt", 784111777],
    ["Sun, 06 Nov 1994 08:49:37", 784111777],
    ["Sun, 06 Nov 1994 08:49:37 PST", 784111777],
    ["Sun, 06 Nov 1994 08:49:37 +0200", 784111777],
    ["Sun 06 Nov 1994 08:49:37 GMT", 784111777],
    ["Mon, 06 Nov 1994 08:49:37 GMT", 784111777],
    ["  Sun, 06 Nov 1994 08:49:37 GMT  ", 784111777],
    ["Sun, 6 Nov 1994 8:9:7 GMT", 784109347],
    ["Sun, 06-Nov-68 08:49:37 GMT", 3119417377],
    ["Sun, 06-Nov-70 08:49:37 GMT", 26729377],
    ["Sun, 06-Nov-00 08:49:37 GMT", 973500577],
    ["Sun, 31 Feb 1994 08:49:37 GMT", 762684577],
    ["Sun, 00 Nov 1994 08:49:37 GMT", 783593377],
    ["Sun, 06 Nov 1994 25:49:37 GMT", 784172977],
    ["Sun, 06 Nov 1994 08:49:60 GMT", 784111800],
    ["Sun, 29 Feb 2000 08:49:37 GMT", 951814177],
    ["Sun, 06 Nov 1994 08:49:37 +0200", 784111777],
    ["Sun 06 Nov 1994 08:49:37 GMT", 784111777],
    ["Sun,,\t06 Nov 1994 008:49:+37 GMT,", 784111777],
    ['"Sun, 06 Nov 1994 08:49:37 GMT"', 784111777],
    ["Sun, 06 Nov 1994 08:-1:37 GMT", 784108777],
    ["Sun, 06 Nov 19_94 0_8:49:37 GMT", 784111777],
    ["Sun Nov +6 08:49:37 1994", 784111777],
    ["Sunday, 06-Nov-094 08:49:37", 784111777],
    ["Sun, 06 Nov 11994 08:49:37 GMT", 316353631777],
  ])("%s is %i", (text, seconds) => {
    expect(stringToDatetime(text)).toBe(seconds);
  });

  test.each([
    "garbage",
    "",
    ";",
    "0",
    "X Y Z",
    "Sun, 06-Nov-69 08:49:37 GMT",
    "Sun, 06 Nov 68 08:49:37 GMT",
    "Sun, 06 Nov 1969 08:49:37 GMT",
    "Sun, 06 Nov 0094 08:49:37 GMT",
    "Sun Nov 6 08:49:37 94",
    "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, 06 November 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49 GMT",
    "Sun,06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37.5 GMT",
    "Sun, 06 Nov 1994 08:49:37:00 GMT",
    "Sun, 06 Nov 1994 08: 49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT and more",
    "Sun, +6 Nov 1994 08:49:37 GMT",
    "Sun, 06-Nov-94-1 08:49:37 GMT",
    "Sun, 06-Nov-9a 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:_9:37 GMT",
    "Sunday, 06-Nov--4 08:49:37 GMT",
  ])("%j is no date", (text) => {
    expect(stringToDatetime(text)).toBeUndefined();
  });

  test("seconds are rounded down", () => {
    expect(datetimeToString(0)).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
    expect(datetimeToString(1e9 + 0.9)).toBe("Sun, 09 Sep 2001 01:46:40 GMT");
    expect(datetimeToLogString(1.9)).toBe("[01/Jan/1970:00:00:01 +0000]");
  });

  test("any second survives being written", () => {
    const seconds = fc.integer({ min: 0, max: 253_402_300_799 });
    fc.assert(fc.property(seconds, (second) => stringToDatetime(datetimeToString(second)) === second));
  });
});
