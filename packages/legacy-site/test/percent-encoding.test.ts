import fc from "fast-check";
import { quote, unquote } from "../src/percent-encoding";

describe("percent-encoding", () => {
  test.each([
    ["plain", "plain"],
    ["%41%2f%2F", "A//"],
    ["%C3%A9%ff", "\xc3\xa9\xff"],
    ["a+b", "a+b"],
    ["%zz%4%", "%zz%4%"],
  ])("%j is unquoted to %j", (quoted, octets) => {
    expect(unquote(quoted)).toBe(octets);
  });

  test("quote leaves what Python's urllib leaves", () => {
    expect(quote("aZ09_.-~")).toBe("aZ09_.-~");
    expect(quote("/ !'()*%\xe9\n")).toBe("%2F%20%21%27%28%29%2A%25%E9%0A");
  });

  test("any octets survive", () => {
    const octets = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("latin1"));
    fc.assert(fc.property(octets, (given) => unquote(quote(given)) === given));
  });
});
