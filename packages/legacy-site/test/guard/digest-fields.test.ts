/** Parameters of a Digest field: a table, and what was written is read. */
import fc from "fast-check";
import { parseDigestFields } from "../../src/guard/digest-fields";

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

test("the number of matches that are tried grows with the text, and not with its square", () => {
  const exec = jest.spyOn(RegExp.prototype, "exec");
  for (const piece of [",", " ", "a", '"', "\\", 'a="', "a=b ", "a =", '="\\']) {
    const text = piece.repeat(1_000);
    for (const field of [text, `a="${text}`]) {
      exec.mockClear();
      parseDigestFields(field);
      expect(exec.mock.calls.length).toBeLessThanOrEqual(2 * field.length + 2);
    }
  }
});
