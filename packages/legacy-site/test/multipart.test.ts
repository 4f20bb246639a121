import fc from "fast-check";
import { LimitExceeded, MalformedBody } from "@headgate/core";
import { parseParameterizedValue } from "../src/header-parameters";
import { parseMultipart } from "../src/multipart";

const LIMITS = { maxParts: 1_000, maxPartHeaderOctets: 16_384 };
const NAMED_A = 'Content-Disposition: form-data; name="a"';
const END = "--XbX--\r\n";

function part(fields: string[], value = "1", boundary = "XbX"): string {
  return `--${boundary}\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n${value}\r\n`;
}

/** A view that counts the octets that were looked at: one by one, or by a search, a copy or a decoding. */
function watch(body: Buffer): { watched: Buffer; looks: () => number } {
  let looks = 0;
  const methods = {
    indexOf(value: number, from = 0): number {
      const found = body.indexOf(value, from);
      looks += (found === -1 ? body.length : found + 1) - from;
      return found;
    },
    toString(encoding: BufferEncoding, start = 0, end = body.length): string {
      looks += end - start;
      return body.toString(encoding, start, end);
    },
    subarray: (start: number, end: number): Buffer => body.subarray(start, end),
    length: body.length,
  };
  const watched = new Proxy(body, {
    get(_, key): unknown {
      if (key in methods) return methods[key as keyof typeof methods];
      if (typeof key === "symbol" || !/^-?\d+$/.test(key)) throw new Error(`${String(key)} is not counted`);
      looks += 1;
      return body[Number(key)];
    },
  });
  return { watched, looks: () => looks };
}

function parse(body: string, boundary: string | undefined = "XbX"): [string, string][] {
  const parts = parseMultipart(Buffer.from(body, "latin1"), boundary, LIMITS);
  return parts.map(({ name, value }) => [name, value.toString("latin1")]);
}

describe("multipart/form-data", () => {
  // What twisted.web 22.4 makes of it.
  test.each<[string, string, [string, string][]]>([
    ["one part", part([NAMED_A]) + END, [["a", "1"]]],
    ["a name twice", part([NAMED_A]) + part([NAMED_A], "2") + END, [["a", "1"], ["a", "2"]]], // prettier-ignore
    ["another boundary than announced", `${part([NAMED_A], "1", "YYY")}--YYY--\r\n`, []],
    ["garbage", "garbage", []],
    ["no part", END, []],
    ["no end", part([NAMED_A], "abc"), [["a", "abc"]]],
    ["an end in the middle of a value", part([NAMED_A], "abc").slice(0, -2), [["a", "abc"]]],
    ["an end after the header", `--XbX\r\n${NAMED_A}\r\n\r\n`, [["a", ""]]],
    ["an end in the header", `--XbX\r\n${NAMED_A}`, [["a", ""]]],
    ["an end after the first line", "--XbX\r\n", []],
    ["an end without a line break", `${part([NAMED_A])}--XbX--`, [["a", "1"]]],
    [
      "a preamble and an epilogue",
      `hello\r\n${part([NAMED_A])}${END}more\r\n${part([NAMED_A], "zz")}`,
      [["a", "1"]],
    ],
    ["a part without a name", part(["Content-Disposition: form-data"]) + part([NAMED_A]) + END, [["a", "1"]]],
    ["a part without a disposition", part(["X: y"]) + part([NAMED_A]) + END, [["a", "1"]]],
    ["a part without a header", part([]) + part([NAMED_A]) + END, [["a", "1"]]],
    ["a header without an end", "--XbX\r\n1\r\n--XbX--\r\n", []],
    [
      "a file",
      part([`${NAMED_A}; filename="x.txt"`, "Content-Type: x/y"], "\0\xff\r\n1") + END,
      [["a", "\0\xff\r\n1"]],
    ],
    ["another disposition", part(['Content-Disposition: attachment; name="a"']) + END, [["a", "1"]]],
    ["a name without quotes", part(["content-disposition:form-data;name=a"]) + END, [["a", "1"]]],
    ["a name in single quotes", part(["Content-Disposition: form-data; name='a'"]) + END, [["'a'", "1"]]],
    [
      "a name with escapes",
      part(['Content-Disposition: form-data; name="a\\"b;c=\\\\d"']) + END,
      [['a"b;c=\\d', "1"]],
    ],
    ["an upper-case parameter", part(['Content-Disposition: form-data; NAME="aB"']) + END, [["aB", "1"]]],
    ["an extended parameter", part(["Content-Disposition: form-data; name*=utf-8''b"]) + END, []],
    ["an empty name", part(['Content-Disposition: form-data; name=""']) + END, [["", "1"]]],
    ["two dispositions", part([NAMED_A, NAMED_A.replace("a", "b")]) + END, [["a", "1"]]],
    ["two names", part([`${NAMED_A}; name="b"`]) + END, [["b", "1"]]],
    ["a folded header", part(['Content-Disposition: form-data;\r\n name="a"']) + END, [["a", "1"]]],
    ["a line that is no field", part(["garbage line", NAMED_A]) + END, []],
    [
      "a transfer encoding",
      part([NAMED_A, "Content-Transfer-Encoding: base64"], "aGk=") + END,
      [["a", "aGk="]],
    ],
    ["a length that is wrong", part([NAMED_A, "Content-Length: 1"], "123") + END, [["a", "123"]]],
    ["bare line feeds", (part([NAMED_A], "x") + END).replaceAll("\r\n", "\n"), [["a", "x"]]],
    ["line breaks in the value", part([NAMED_A], "a\nb\r\nc\n\n") + END, [["a", "a\nb\r\nc\n\n"]]],
    [
      "boundaries in the value",
      part([NAMED_A], "a--XbXb\r\n--XbXno\r\n-- XbX") + END,
      [["a", "a--XbXb\r\n--XbXno\r\n-- XbX"]],
    ],
    ["padding behind the boundaries", `--XbX \t\r\n${NAMED_A}\r\n\r\n1\r\n--XbX--  \r\n`, [["a", "1"]]],
    ["an empty value", part([NAMED_A], "") + END, [["a", ""]]],
    ["a value not even begun", `--XbX\r\n${NAMED_A}\r\n\r\n${END}`, [["a", ""]]],
    [
      "a multipart in a part",
      part([NAMED_A, "Content-Type: multipart/mixed; boundary=I"], "--I\r\n\r\nx\r\n--I--") + END,
      [["a", "--I\r\n\r\nx\r\n--I--"]],
    ],
  ])("with %s", (_what, body, parts) => {
    expect(parse(body)).toEqual(parts);
  });

  test("names are octets, UTF-8 or not (F9)", () => {
    const body = part(['Content-Disposition: form-data; name="caf\xe9"']) + END;
    expect(parse(body)).toEqual([["caf\xe9", "1"]]);
  });

  test.each([undefined, "", " ", "a ", "\xe9", "a\tb", "X".repeat(71)])(
    "%j is no boundary (F7)",
    (boundary) => {
      expect(() => parseMultipart(Buffer.from("--X--"), boundary, LIMITS)).toThrow(MalformedBody);
    },
  );

  test.each(["X", "a b", "'()+_,-./:=?", "X".repeat(70), "--", "a--"])("%j is a boundary", (boundary) => {
    expect(parse(`${part([NAMED_A], "1", boundary)}--${boundary}--\r\n`, boundary)).toEqual([["a", "1"]]);
  });

  test("any fields survive encoding and parsing", () => {
    const value = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc
        .array(fc.constantFrom("\r", "\n", "\r\n", "-", "--", "--X", "Xb", "a", "\r\n--Xb"))
        .map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const body = values.map((text) => part([NAMED_A], text)).join("") + END;
        expect(parse(body)).toEqual(values.map((text) => ["a", text]));
      }),
    );
  });

  describe("under attack", () => {
    test("more parts than allowed are refused, counting those without a name", () => {
      expect(() => parse("--XbX\r\n\r\n".repeat(1_001))).toThrow(LimitExceeded);
      expect(parse("--XbX\r\n\r\n".repeat(1_000))).toEqual([]);
    });

    test("a part header beyond its limit is refused, in lines or in one", () => {
      expect(() => parse(part(["X: y".repeat(5_000), NAMED_A]) + END)).toThrow(LimitExceeded);
      expect(() => parse(`--XbX\r\n${"X: y\r\n".repeat(5_000)}`)).toThrow(LimitExceeded);
    });

    const prefix = `\r\n--${"-".repeat(69)}`;
    test.each([
      ["dashes", "-".repeat(100_000)],
      ["lines of dashes", "-\n".repeat(50_000)],
      ["line feeds", "\n".repeat(100_000)],
      ["prefixes of the boundary", prefix.repeat(1_400)],
      ["boundaries that go on", `${prefix}- x`.repeat(1_300)],
      ["a boundary with much behind it", `${prefix}-${" ".repeat(100_000)}x`],
    ])("of %s each octet is looked at no more than five times", (_what, content) => {
      const boundary = "-".repeat(70);
      const body = Buffer.from(`--${boundary}\r\n${NAMED_A}\r\n\r\n${content}`);
      const { watched, looks } = watch(body);
      expect(parseMultipart(watched, boundary, LIMITS)).toHaveLength(1);
      expect(looks()).toBeLessThanOrEqual(5 * body.length);
    });
  });
});

describe("a value with parameters", () => {
  test.each<[string, string, Record<string, string>]>([
    ["text/html", "text/html", {}],
    [" a ; b = c ;; d ", "a", { b: "c" }],
    ['a; b="c;d"; e="f\\"g;h"', "a", { b: "c;d", e: 'f"g;h' }],
    ['a; b="c', "a", { b: '"c' }],
    ["a; b=1; B=2", "a", { b: "2" }],
    ["", "", {}],
  ])("%j is %j with %j", (field, value, parameters) => {
    const parsed = parseParameterizedValue(field);
    expect(parsed.value).toBe(value);
    expect(Object.fromEntries(parsed.parameters)).toEqual(parameters);
  });
});
