import * as fc from "fast-check";

import { InvalidField } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import type { HeadersInit } from "../../src/fields/headers-init";

type Line = readonly [string, string];

function spelledLines(headers: Headers): Line[] {
  const lines: Line[] = [];
  headers.forEachLine((_, value, spelled) => lines.push([spelled, value]));
  return lines;
}

describe("built from", () => {
  test.each<[string, HeadersInit | undefined, Line[]]>([
    ["nothing", undefined, []],
    [
      "a record",
      { B: "2", A: "1" },
      [
        ["b", "2"],
        ["a", "1"],
      ],
    ],
    ["a record with a number", { Age: 60 }, [["age", "60"]]],
    [
      "a record with repeats",
      { "Set-Cookie": ["a=1", "b=2"] },
      [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
    ],
    [
      "pairs",
      [
        ["A", "1"],
        ["b", 2],
        ["a", "3"],
      ],
      [
        ["a", "1"],
        ["b", "2"],
        ["a", "3"],
      ],
    ],
    ["a Map", new Map([["A", "1"]]), [["a", "1"]]],
    [
      "a flat array",
      ["A", "1", "B", "2"],
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["other headers", new Headers({ A: "1" }), [["a", "1"]]],
    [
      "lines that a parser checked",
      Headers.ofParsedLines(["a", "1", "a", "2"]),
      [
        ["a", "1"],
        ["a", "2"],
      ],
    ],
  ])("%s", (_, init, lines) => {
    const headers = new Headers(init);
    expect([...headers]).toEqual(lines);
    expect(headers.size).toBe(lines.length);
  });

  test("a record skips what is undefined", () => {
    expect(new Headers({ a: undefined } as unknown as HeadersInit).size).toBe(0);
  });

  test("a flat array that lacks its last value throws", () => {
    expect(() => new Headers(["a", "1", "b"])).toThrow(InvalidField);
  });
});

describe("read", () => {
  const headers = new Headers([
    ["Accept", "a"],
    ["X", "accept"],
    ["accept", "b"],
    ["Set-Cookie", "c"],
    ["set-cookie", "d"],
  ]);

  test.each<[string, string | undefined, string[]]>([
    ["ACCEPT", "a, b", ["a", "b"]],
    ["x", "accept", ["accept"]],
    ["set-cookie", "c", ["c", "d"]],
    ["absent", undefined, []],
  ])("%s", (name, joined, all) => {
    expect(headers.get(name)).toBe(joined);
    expect(headers.getAll(name)).toEqual(all);
    expect(headers.has(name)).toBe(joined !== undefined);
  });

  test("names come lower-case, and as they were written where somebody asks", () => {
    expect([...headers].map(([name]) => name)).toEqual(["accept", "x", "accept", "set-cookie", "set-cookie"]);
    expect(spelledLines(headers).map(([name]) => name)).toEqual([
      "Accept",
      "X",
      "accept",
      "Set-Cookie",
      "set-cookie",
    ]);
  });
});

describe("refused", () => {
  const values = ["a\rb", "a\nb", "a\r\nSet-Cookie: x", "a\0b", "\u0100", "\u{1f30a}", "\u0d0a"];
  const names = ["", "a b", "a:", "a\r\n", "\u00fc", "a,b", "(a)", "\0"];

  test.each([
    ...values.map((value): [string, string] => ["x", value]),
    ...names.map((name): [string, string] => [name, "x"]),
  ])("%j: %j", (name, value) => {
    const headers = new Headers({ x: "before" });
    expect(() => headers.set(name, value)).toThrow(InvalidField);
    expect(() => headers.append(name, value)).toThrow(InvalidField);
    expect(() => new Headers([[name, value]])).toThrow(InvalidField);
    expect([...headers]).toEqual([["x", "before"]]);
  });

  test("every other octet is taken", () => {
    const octets = Array.from({ length: 256 }, (_, octet) => String.fromCharCode(octet)).join("");
    const value = octets.replace(/[\0\r\n]/g, "");
    expect(new Headers().set("x", value).get("x")).toBe(value);
  });

  test("a name is checked each time, though names are remembered", () => {
    for (let i = 0; i < 3; i++) {
      expect(() => new Headers().append("not a token", "x")).toThrow(InvalidField);
      expect(new Headers().append("X-Fine", "x").has("x-fine")).toBe(true);
    }
    for (let i = 0; i < 3000; i++) expect(new Headers().append(`X-${i}`, "").has(`x-${i}`)).toBe(true);
  });
});

describe("immutable, as a request's are", () => {
  const headers = Headers.ofParsedLines(["a", "1"]);

  test.each<[string, (headers: Headers) => void]>([
    ["set", (immutable) => immutable.set("a", "2")],
    ["append", (immutable) => immutable.append("b", "2")],
    ["delete", (immutable) => immutable.delete("a")],
  ])("%s throws", (_, change) => {
    expect(() => change(headers)).toThrow(TypeError);
    expect([...headers]).toEqual([["a", "1"]]);
  });

  test("a copy is one's own", () => {
    expect([...new Headers(headers).append("b", "2")]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect([...headers]).toEqual([["a", "1"]]);
  });
});

test("a change empties what an encoder kept, and a copy has none of it", () => {
  for (const change of [
    (headers: Headers) => headers.set("a", "2"),
    (headers: Headers) => headers.append("a", "2"),
    (headers: Headers) => headers.delete("a"),
  ]) {
    const headers = new Headers({ a: "1" });
    headers.encoded = "a: 1";
    expect(new Headers(headers).encoded).toBeUndefined();
    change(headers);
    expect(headers.encoded).toBeUndefined();
  }
});

// ---- against a model that is too simple to be wrong ------------------------------------------------------

type Step =
  | { readonly do: "set"; readonly name: string; readonly value: string }
  | { readonly do: "append"; readonly name: string; readonly value: string }
  | { readonly do: "delete"; readonly name: string }
  | { readonly do: "copy" }
  | { readonly do: "swap" };

const name = fc.constantFrom("a", "A", "b", "Set-Cookie", "set-cookie", "X-Y");
// A value may look like a name.
const value = fc.constantFrom("a", "b", "", "set-cookie", "1");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("set" as const), name, value }),
  fc.record({ do: fc.constant("append" as const), name, value }),
  fc.record({ do: fc.constant("delete" as const), name }),
  fc.record({ do: fc.constant("copy" as const) }),
  fc.record({ do: fc.constant("swap" as const) }),
);

function isNamed(wanted: string): (line: Line) => boolean {
  return ([spelled]) => spelled.toLowerCase() === wanted.toLowerCase();
}

function applyToModel(lines: readonly Line[], change: Step): Line[] {
  if (change.do === "append") return [...lines, [change.name, change.value]];
  if (change.do === "delete") return lines.filter((line) => !isNamed(change.name)(line));
  if (change.do !== "set") return [...lines];
  const at = lines.findIndex(isNamed(change.name));
  if (at === -1) return [...lines, [change.name, change.value]];
  const rest = lines.slice(at + 1).filter((line) => !isNamed(change.name)(line));
  return [...lines.slice(0, at), [change.name, change.value], ...rest];
}

test("any changes, to headers and to copies of them, do as a plain list of lines does", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let [current, other] = [new Headers(), new Headers()];
      let [model, otherModel]: [Line[], Line[]] = [[], []];
      for (const change of steps) {
        if (change.do === "copy") [other, otherModel] = [new Headers(current), model];
        else if (change.do === "swap")
          [current, other, model, otherModel] = [other, current, otherModel, model];
        else if (change.do === "delete") current.delete(change.name);
        else if (change.do === "set") current.set(change.name, change.value);
        else current.append(change.name, change.value);
        model = applyToModel(model, change);
      }
      for (const [headers, lines] of [
        [current, model],
        [other, otherModel],
      ] as const) {
        expect(spelledLines(headers)).toEqual(lines);
        expect([...headers]).toEqual(lines.map(([spelled, text]) => [spelled.toLowerCase(), text]));
        for (const wanted of ["A", "b", "set-cookie", "x-y"]) {
          const values = lines.filter(isNamed(wanted)).map(([, text]) => text);
          expect(headers.getAll(wanted)).toEqual(values);
          expect(headers.has(wanted)).toBe(values.length > 0);
          const joined = wanted === "set-cookie" ? values[0] : values.join(", ");
          expect(headers.get(wanted)).toBe(values.length === 0 ? undefined : joined);
        }
      }
    }),
    { numRuns: 200 },
  );
});
