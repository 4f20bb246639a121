import { inspect } from "node:util";
import fc from "fast-check";
import { Headers, canonicalName } from "../src/headers";
import { decodeText } from "../src/octets";

describe("Headers", () => {
  test("names compare without case and come out canonical, in the order of first insertion", () => {
    const headers = new Headers({ "x-a": ["1"], ETag: ["e"] });
    headers.addRawHeader("X-A", "2");
    headers.setRawHeaders("etag", ["f"]);
    expect([...headers.getAllRawHeaders()]).toEqual([
      ["X-A", ["1", "2"]],
      ["ETag", ["f"]],
    ]);
    expect(headers.hasHeader("x-A")).toBe(true);
  });

  test("a header removed and set again goes to the end; removing an absent one is fine", () => {
    const headers = new Headers({ a: ["1"], b: ["2"] });
    headers.removeHeader("A");
    headers.removeHeader("never-there");
    headers.setRawHeaders("a", ["3"]);
    expect([...headers.octets()]).toEqual([
      ["B", "2"],
      ["A", "3"],
    ]);
  });

  test("getRawHeaders gives all values, the fallback, or undefined", () => {
    const headers = new Headers({ "x-a": ["1", "2"] });
    expect(headers.getRawHeaders("X-a")).toEqual(["1", "2"]);
    expect(headers.getRawHeaders("x-b")).toBeUndefined();
    expect(headers.getRawHeaders("x-b", ["dflt"])).toEqual(["dflt"]);
    expect(headers.getRawHeaders("x-b", null)).toBeNull();
  });

  test("an empty list is a header that is there and has no value (K3)", () => {
    const headers = new Headers({ x: [] });
    expect(headers.hasHeader("x")).toBe(true);
    expect(headers.getRawHeaders("x", "fallback")).toBe("fallback");
    expect([...headers.getAllRawHeaders()]).toEqual([["X", []]]);
    expect([...headers.octets()]).toEqual([]);
  });

  test("what it hands out is not what it holds", () => {
    const headers = new Headers({ x: ["1"] });
    headers.getRawHeaders("x")!.push("2");
    const copy = headers.copy();
    copy.addRawHeader("x", "3");
    expect(headers.getRawHeaders("x")).toEqual(["1"]);
    expect(copy.getRawHeaders("x")).toEqual(["1", "3"]);
  });

  test("equals compares names and values, not the order of names (K1)", () => {
    const headers = new Headers({ a: ["1"], b: ["2", "3"] });
    expect(headers.equals(new Headers({ B: ["2", "3"], A: ["1"] }))).toBe(true);
    expect(headers.equals(new Headers({ a: ["1"], b: ["3", "2"] }))).toBe(false);
    expect(headers.equals(new Headers({ a: ["1"], c: ["2", "3"] }))).toBe(false);
    expect(headers.equals(new Headers({ a: ["1"] }))).toBe(false);
  });

  test("shows its fields when it is inspected", () => {
    expect(inspect(new Headers({ etag: ["1"] }))).toBe("{ ETag: [ '1' ] }");
  });

  test.each([
    ["foo_bar-bAZ", "Foo_bar-Baz"],
    ["x--y", "X--Y"],
    ["-x-", "-X-"],
    ["x1y-2ab", "X1y-2ab"],
    ["sec-websocket-key", "Sec-Websocket-Key"],
    ["CONTENT-md5", "Content-MD5"],
    ["dnt", "DNT"],
    ["eTag", "ETag"],
    ["p3p", "P3P"],
    ["te", "TE"],
    ["WWW-authenticate", "WWW-Authenticate"],
    ["x-xss-protection", "X-XSS-Protection"],
  ])("the canonical case of %s is %s (K4)", (name, canonical) => {
    expect(canonicalName(name)).toBe(canonical);
  });

  describe("values", () => {
    // [given, octets]; rows of twisted.web 22.4, but for the NUL, which it sends
    test.each([
      ["a\r\nb", "a b"],
      ["a\r\n\r\nb", "a  b"],
      ["a\rb", "a b"],
      ["a\n", "a"],
      ["a\r\n", "a"],
      ["a\n\n", "a "],
      ["\na", " a"],
      ["\n", ""],
      ["a\r\r\nb", "a  b"],
      ["a\x0b\x0c\x1c\u0085b", "a\x0b\x0c\x1c\xc2\x85b"],
      ["  padded  ", "  padded  "],
      ["", ""],
      ["a\0b", "a b"],
    ])("%j goes out as %j (K6)", (value, octets) => {
      expect([...new Headers({ x: [value] }).octets()]).toEqual([["X", octets]]);
    });

    test("text is UTF-8, bytes are what they are", () => {
      const headers = new Headers();
      headers.addRawHeader("x", "café");
      headers.addRawHeader("x", Buffer.from("caf\xe9\r\nY: 1", "latin1"));
      expect([...headers.octets()]).toEqual([
        ["X", "caf\xc3\xa9"],
        ["X", "caf\xe9 Y: 1"],
      ]);
      expect(headers.getRawHeaders("x")).toEqual(["café", "caf\udce9 Y: 1"]);
    });

    test("an echoed value is byte-equal, whatever its octets", () => {
      const octets = fc.uint8Array({ minLength: 1 }).map((bytes) =>
        Buffer.from(bytes)
          .toString("latin1")
          .replace(/[\r\n\0]/g, "."),
      );
      fc.assert(
        fc.property(fc.array(octets), (values) => {
          const request = Headers.fromOctets(values.map((value) => ["x-echo", value]));
          const response = new Headers({ "x-echo": request.getRawHeaders("x-echo", []) });
          expect(request.getRawHeaders("x-echo", [])).toEqual(values.map(decodeText));
          expect([...response.octets()]).toEqual(values.map((value) => ["X-Echo", value]));
        }),
      );
    });

    test.each([[5], [null], [undefined], [{}]])("%p is no value", (value) => {
      const headers = new Headers();
      expect(() => headers.addRawHeader("x", value as never)).toThrow(TypeError);
      expect(() => headers.setRawHeaders("x", [value] as never)).toThrow(TypeError);
      expect(() => headers.setRawHeaders("x", value as never)).toThrow(TypeError);
    });
  });

  describe("header injection", () => {
    test("a value can't start a line of its own", () => {
      const headers = new Headers({ "x-value": ["safe\r\nX-Evil: 1\nX-Worse: 2\rX-Worst: 3"] });
      expect([...headers.octets()]).toEqual([["X-Value", "safe X-Evil: 1 X-Worse: 2 X-Worst: 3"]]);
    });

    test("no character becomes a line break by losing its upper half", () => {
      const headers = new Headers({ x: ["a\u010d\u010aX-Evil: 1"] });
      expect([...headers.octets()][0]![1]).not.toMatch(/[\r\n]/);
    });

    test("neither text nor bytes put CR, LF or NUL on the wire", () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, bytes) => {
          const headers = new Headers({ x: [text, bytes] });
          for (const [, octets] of headers.octets()) expect(octets).toMatch(/^[^\r\n\0\u0100-\uffff]*$/);
        }),
      );
    });

    test.each(["x-name\r\nx-evil", "x y", "", "x:", "x\0", "caf\xe9", "\u212aey", "x\n"])(
      "%j is refused as a name",
      (name) => {
        const headers = new Headers();
        expect(() => headers.setRawHeaders(name, ["1"])).toThrow("is not a header name");
        expect(() => headers.addRawHeader(name, "1")).toThrow("is not a header name");
        expect(headers.hasHeader(name)).toBe(false);
      },
    );

    test("__proto__ is a header like any other", () => {
      const headers = Headers.fromOctets([["__proto__", "1"]]);
      expect(headers.getRawHeaders("__proto__")).toEqual(["1"]);
      expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
    });
  });
});
