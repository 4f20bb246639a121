import { isToken, splitCommaList, trimBlanks } from "../../src/fields/field-syntax";

const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

test("a token has the characters of RFC 9110 section 5.6.2 and no others", () => {
  expect(all.filter(isToken).join("")).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{77}$/);
  expect(["", "a b", "a:", "chun\u212aed", "tran\u017ffer", "\u0141"].filter(isToken)).toEqual([]);
});

test("blanks are SP and HTAB", () => {
  expect(trimBlanks(" \t a \t b \t ")).toBe("a \t b");
  expect(trimBlanks(" \t ")).toBe("");
  expect(trimBlanks("\u000ba\u00a0")).toBe("\u000ba\u00a0");
});

test("a list has no empty members", () => {
  expect(splitCommaList(", a,,b c\t, ,")).toEqual(["a", "b c"]);
  expect(splitCommaList("")).toEqual([]);
});
