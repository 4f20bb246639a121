/** Parameters of a Digest field: a table, and what was written is read. */
import fc from "fast-check";
import { parseDigestFields } from "../../src/guard/digest-fields";
import { expectLinear } from "../expect-linear";

test.each([
  ['username="a", realm="b"', { username: "a", realm: "b" }],
  ["qop=auth,nc=00000001", { qop: "auth", nc: "00000001" }],
  ['a="x, y=z"  b=c', { a: "x, y=z", b: "c" }],
  ['A = "x" ,, ', { a: "x" }],
  ['a="q\\"u\\\\o"', { a: 'q"u\\o' }],
  ['a=""', { a: "" }],
  ["a=", { a: "" }],
  ["a==", { a: "=" }],
  ["nonsense", undefined],
  ['a="open', undefined],
  ["=b", undefined],
  ["a=1, A=2", undefined],
  ["__proto__=x", JSON.parse('{"__proto__":"x"}') as object],
  ["", {}],
])("%j: %j", (text, expected) => {
  const fields = parseDigestFields(text);
  expect(fields && Object.fromEntries(fields)).toEqual(expected);
});

test("what was written is read", () => {
  const name = fc.stringMatching(/^[a-z0-9*-]{1,8}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (fields) => {
      const pairs = Object.entries(fields);
      const text = pairs.map(([key, value]) => `${key}="${value.replace(/["\\]/g, "\\$&")}"`).join(", ");
      expect([...(parseDigestFields(text) ?? [])]).toEqual(pairs);
    }),
  );
});

test("no text at all is more than linear work", () => {
  for (const piece of [",", " ", "a", '"', "\\", 'a="', "a=b ", "a =", '="\\']) {
    expectLinear(() => parseDigestFields(piece.repeat(300_000)));
    expectLinear(() => parseDigestFields(`a="${piece.repeat(300_000)}`));
  }
});
