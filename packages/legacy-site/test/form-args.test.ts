import fc from "fast-check";
import { LimitExceeded, MalformedBody } from "@headgate/core";
import { ContentFile } from "../src/content-file";
import { DEFAULT_FORM_OPTIONS, mergeArgs, parseForm, parseQuery, textArgs } from "../src/form-args";
import type { ArgsBytes } from "../src/form-args";
import { parse_qs } from "../src/parse-qs";

const URLENCODED = "application/x-www-form-urlencoded";

/** Values as octets. */
function octetsOf(args: ArgsBytes | undefined): Record<string, string[]> | undefined {
  return (
    args &&
    Object.fromEntries(
      Object.entries(args).map(([name, values]) => [name, values.map((value) => value.toString("latin1"))]),
    )
  );
}

function form(body: string, contentType?: string, method = "POST"): ArgsBytes | undefined {
  return parseForm(method, contentType, ContentFile.inMemory([Buffer.from(body, "latin1")]));
}

describe("a query", () => {
  // What twisted.web 22.4 makes of it.
  test.each<[string, Record<string, string[]>]>([
    ["a=1", { a: ["1"] }],
    ["a=1&a=2", { a: ["1", "2"] }],
    ["a=1;b=2", { a: ["1"], b: ["2"] }],
    ["a=&b=2", { a: [""], b: ["2"] }],
    ["=x&a=1", { "": ["x"], a: ["1"] }],
    ["c", {}],
    ["", {}],
    ["&;&", {}],
    ["a=1&&b=2", { a: ["1"], b: ["2"] }],
    ["a==b", { a: ["=b"] }],
    ["a=b=c", { a: ["b=c"] }],
    ["a+b=c+d", { "a b": ["c d"] }],
    ["%41=%2B", { A: ["+"] }],
    ["a%20b=c%26d%3D", { "a b": ["c&d="] }],
    ["a=%zz", { a: ["%zz"] }],
    ["a=%&b=%4&c=%4g&d=%%41", { a: ["%"], b: ["%4"], c: ["%4g"], d: ["%A"] }],
    ["n=caf%C3%A9&\xc3\xa9=1", { n: ["caf\xc3\xa9"], é: ["1"] }],
    ["a=\xff%ff&%ff=2", { a: ["\xff\xff"], "\udcff": ["2"] }],
    ["a=1%0D%0A2", { a: ["1\r\n2"] }],
  ])("%j is %j (F1)", (query, args) => {
    expect(octetsOf(parseQuery(query))).toEqual(args);
  });

  test("of a hardened site is split at & only", () => {
    expect(octetsOf(parseQuery("a=1;b=2&c=3", false))).toEqual({ a: ["1;b=2"], c: ["3"] });
  });

  test("any pairs survive encoding and parsing", () => {
    const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
    const encode = (octets: Buffer): string => {
      return Array.from(octets, (octet) => `%${octet.toString(16).padStart(2, "0")}`).join("");
    };
    fc.assert(
      fc.property(fc.array(bytes), (values) => {
        const args = parseQuery(values.map((value) => `x=${encode(value)}`).join("&"));
        expect(args["x"] ?? []).toEqual(values);
      }),
    );
  });

  test("__proto__ and its like are names like any other", () => {
    const args = mergeArgs(parseQuery("__proto__=x&constructor=y&toString=z"), parseQuery("__proto__=w"));
    expect(Object.keys(args).sort()).toEqual(["__proto__", "constructor", "toString"]);
    expect(textArgs(args)["__proto__"]).toEqual(["w"]);
    expect(Object.getPrototypeOf(args)).toBeNull();
    expect(Object.getPrototypeOf(textArgs(args))).toBeNull();
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test("text is UTF-8, and what is not comes back", () => {
    expect({ ...textArgs(parseQuery("a=caf%C3%A9&b=%ff")) }).toEqual({ a: ["café"], b: ["\udcff"] });
  });
});

describe("parse_qs", () => {
  // What twisted.web.http.parse_qs 22.4 makes of it, as text.
  test.each<[string | Buffer, boolean, Record<string, string[]>]>([
    ["a=1&b=2&a=3", false, { a: ["1", "3"], b: ["2"] }],
    ["a=&b=2&a=3&c", false, { a: ["3"], b: ["2"] }],
    ["a=&b=2&a=3&c", true, { a: ["", "3"], b: ["2"] }],
    ["a=1;b=caf%C3%A9+x", false, { a: ["1"], b: ["café x"] }],
    [Buffer.from("n=caf\xe9", "latin1"), false, { n: ["caf\udce9"] }],
    ["é=é", false, { é: ["é"] }],
    ["__proto__=1", false, JSON.parse('{"__proto__":["1"]}') as Record<string, string[]>],
  ])("%j, blank values kept: %p", (query, keepBlankValues, args) => {
    expect({ ...parse_qs(query, keepBlankValues) }).toEqual(args);
  });
});

describe("a form", () => {
  // [body, content type, method, args]; undefined: not parsed.
  test.each<[string, string | undefined, string, Record<string, string[]> | undefined]>([
    ["x=1&y=two+words", URLENCODED, "POST", { x: ["1"], y: ["two words"] }],
    ["n=caf%C3%A9", `${URLENCODED}; charset=utf-8`, "POST", { n: ["caf\xc3\xa9"] }],
    ["x=1", `${URLENCODED} ; charset=x`, "POST", { x: ["1"] }],
    ["a=&b", URLENCODED, "POST", { a: [""] }],
    ["x=1;y=2", URLENCODED, "POST", { x: ["1"], y: ["2"] }],
    ["x=1\r\n", URLENCODED, "POST", { x: ["1\r\n"] }],
    ["junk", URLENCODED, "POST", {}],
    ["", URLENCODED, "POST", undefined],
    ["a=1", undefined, "POST", undefined],
    ["a=1", "text/plain", "POST", undefined],
    ["b=2", URLENCODED, "PUT", undefined],
    ["b=2", URLENCODED, "post", undefined],
    ["x=1", "Application/x-www-form-urlencoded", "POST", undefined],
    ["x=1", `${URLENCODED}charset`, "POST", undefined],
    ["--X\r\n", "Multipart/Form-Data; boundary=X", "POST", undefined],
    ["--X\r\n", "multipart/mixed; boundary=X", "POST", undefined],
    ["", "multipart/form-data", "POST", undefined],
  ])("%j of type %j in a %s is %j (F2, F4)", (body, contentType, method, args) => {
    expect(octetsOf(form(body, contentType, method))).toEqual(args);
  });

  test("its names replace those of the query (F3)", () => {
    const args = mergeArgs(parseQuery("x=0&x=9&y=3"), form("x=1", URLENCODED));
    expect(octetsOf(args)).toEqual({ x: ["1"], y: ["3"] });
    expect(octetsOf(mergeArgs(parseQuery("x=0"), undefined))).toEqual({ x: ["0"] });
  });

  test("the content stands at its start afterwards (F10)", () => {
    const content = ContentFile.inMemory([Buffer.from("x="), Buffer.from("1")]);
    parseForm("POST", URLENCODED, content);
    expect(content.tell()).toBe(0);
    expect(content.read().toString()).toBe("x=1");
  });

  test("of a hardened site is split at & only", () => {
    const content = ContentFile.inMemory([Buffer.from("x=1;y=2")]);
    const options = { ...DEFAULT_FORM_OPTIONS, semicolonSeparates: false };
    expect(octetsOf(parseForm("POST", URLENCODED, content, options))).toEqual({ x: ["1;y=2"] });
  });

  test.each([
    ["octets", URLENCODED, "a".repeat(101), { maxFormOctets: 100 }, "maxFormOctets"],
    ["fields", URLENCODED, "a=1&".repeat(1_001), {}, "maxFormPairs"],
    ["parts", "multipart/form-data; boundary=X", "--X\r\n\r\n".repeat(1_002), {}, "maxFormParts"],
    [
      "octets of parts",
      "multipart/form-data; boundary=X",
      "a".repeat(101),
      { maxFormOctets: 100 },
      "maxFormOctets",
    ],
  ])("too many %s are 413", (_what, contentType, body, options, limit) => {
    const content = ContentFile.inMemory([Buffer.from(body)]);
    const parse = (): unknown =>
      parseForm("POST", contentType, content, { ...DEFAULT_FORM_OPTIONS, ...options });
    expect(parse).toThrow(LimitExceeded);
    expect(parse).toThrow(limit === "maxFormOctets" ? "100 octets" : "more than 1000");
  });

  test("multipart is read by its boundary, and its names are text", () => {
    const field = (name: string, value: string): string =>
      `--X-X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = `${field("caf\xc3\xa9", "\xff")}${field("__proto__", "1")}${field("__proto__", "2")}--X-X--\r\n`;
    const args = form(body, 'multipart/form-data; boundary="X-X"')!;
    expect(Object.keys(args)).toEqual(["café", "__proto__"]);
    expect(textArgs(args)["__proto__"]).toEqual(["1", "2"]);
    expect(textArgs(args)["café"]).toEqual(["\udcff"]);
  });

  test("multipart without a boundary is malformed", () => {
    expect(() => form("--XbX\r\n", "multipart/form-data")).toThrow(MalformedBody);
  });
});
