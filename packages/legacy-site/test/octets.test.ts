import fc from "fast-check";
import { decodeBytes, decodeText, encodeBytes, encodeText } from "../src/octets";

// [octets, text]; the rows are what Python 3.11 makes of them with errors="surrogateescape".
const ROWS: [string, string][] = [
  ["", ""],
  ["plain", "plain"],
  ["caf\xc3\xa9", "café"],
  ["\xe2\x82\xac \xf0\x9f\x98\x80", "€ 😀"],
  ["caf\xe9", "caf\udce9"],
  ["\xff\xfe", "\udcff\udcfe"],
  ["\x80", "\udc80"],
  ["\xc0\xaf", "\udcc0\udcaf"],
  ["\xe0\x80\xaf", "\udce0\udc80\udcaf"],
  ["\xed\xa0\x80", "\udced\udca0\udc80"],
  ["\xf4\x90\x80\x80", "\udcf4\udc90\udc80\udc80"],
  ["\xf0\x9f\x98", "\udcf0\udc9f\udc98"],
  ["\xe2\x82x\xc3\xa9", "\udce2\udc82xé"],
  ["\xff\xf0\x9f\x98\x80\xe2\x82\xac\xc3", "\udcff😀€\udcc3"],
];

const octetStrings = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1"));

describe("octets as text", () => {
  test.each(ROWS)("%j is the text %j, and back", (octets, text) => {
    expect(decodeText(octets)).toBe(text);
    expect(encodeText(text)).toBe(octets);
    expect(decodeBytes(Buffer.from(octets, "latin1"))).toBe(text);
    expect(encodeBytes(text).toString("latin1")).toBe(octets);
  });

  test("any octets survive the way through text", () => {
    fc.assert(fc.property(octetStrings, (octets) => encodeText(decodeText(octets)) === octets));
  });

  test("any text survives the way through octets", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => decodeText(encodeText(text)) === text));
  });

  test("text joined from two halves is the octets of both", () => {
    fc.assert(
      fc.property(octetStrings, octetStrings, (left, right) => {
        expect(encodeText(decodeText(left) + decodeText(right))).toBe(left + right);
      }),
    );
  });

  test("an image of 1 MiB has a character for each octet that is no UTF-8", () => {
    const image = Buffer.alloc(1024 * 1024, "\xe9", "latin1");
    expect(decodeBytes(image)).toBe("\udce9".repeat(image.length));
  });
});
