/** A diff of lines: as `diff -U2` writes it. */
import { lineDiff } from "./line-diff";

const lines = (text: string): string => text.split("").join("\n") + "\n";

test.each([
  ["nothing changed", "abc", "abc", []],
  ["a line changed", "abcdefg", "abcXefg", ["@@ -2,5 +2,5 @@", " b", " c", "-d", "+X", " e", " f"]],
  ["a line came", "abcd", "abXcd", ["@@ -1,4 +1,5 @@", " a", " b", "+X", " c", " d"]],
  ["a line went, at the end", "abcd", "abc", ["@@ -2,3 +2,2 @@", " b", " c", "-d"]],
  [
    "far from each other",
    "abcdefghij",
    "Xbcdefghi",
    ["@@ -1,3 +1,3 @@", "-a", "+X", " b", " c", "@@ -8,3 +8,2 @@", " h", " i", "-j"],
  ],
  [
    "near each other",
    "abcdef",
    "XbcdYf",
    ["@@ -1,6 +1,6 @@", "-a", "+X", " b", " c", " d", "-e", "+Y", " f"],
  ],
])("%s", (_, before, after, expected) => {
  expect(lineDiff(lines(before), lines(after))).toBe(expected.map((line) => `${line}\n`).join(""));
});
