/** Field sections while they are decoded: limits, malformed fields, cookies (RFC 9113 sections 8.2, 8.3, 10.5.1). */
import { RequestFields, TrailerFields } from "../../../src/http2/wire/field-section";
import { HpackDecoder } from "../../../src/http2/wire/hpack-decoder";
import { literal } from "../../support/field-blocks";
import { connectionErrorOf } from "../../support/frames";

const LIMITS = { maxHeadOctets: 500, maxTrailerOctets: 500, maxFieldCount: 10 };

function read<Section extends RequestFields | TrailerFields>(section: Section, ...fields: string[]): Section {
  const parts: Buffer[] = [];
  for (let i = 0; i < fields.length; i += 2) parts.push(literal(fields[i]!, fields[i + 1]!));
  const block = Buffer.concat(parts);
  new HpackDecoder(4_096).decode(block, 0, block.length, section);
  return section;
}

const request = (...fields: string[]): RequestFields => read(new RequestFields(LIMITS), ...fields);
const trailers = (...fields: string[]): TrailerFields => read(new TrailerFields(LIMITS), ...fields);

describe("RequestFields", () => {
  test("keeps pseudo-header fields apart", () => {
    const fields = request(":method", "GET", ":scheme", "https", ":path", "/a", "x", "y", "x", "z");
    expect(fields).toMatchObject({ method: "GET", scheme: "https", path: "/a", fault: undefined });
    expect(fields.fields).toEqual(["x", "y", "x", "z"]);
  });

  test("shows :authority as Host, as over HTTP/1.1", () => {
    expect(request(":authority", "h", "x", "y").fields).toEqual(["host", "h", "x", "y"]);
    expect(request(":authority", "h", "x", "y", "host", "h").fields).toEqual(["host", "h", "x", "y"]);
    expect(request("x", "y", "host", "h").fields).toEqual(["x", "y", "host", "h"]);
  });

  test("joins the crumbs of a cookie (section 8.2.3)", () => {
    const { fields } = request("cookie", "a=b", "x", "y", "cookie", "c=d", "cookie", "e=f");
    expect(fields).toEqual(["cookie", "a=b; c=d; e=f", "x", "y"]);
  });

  test("tells fields apart that mean something", () => {
    const fields = request(
      "content-length",
      "5",
      "expect",
      "x",
      "priority",
      "u=1",
      "priority",
      "i",
      "te",
      "trailers",
    );
    expect(fields).toMatchObject({ contentLength: "5", expect: "x", priority: "u=1, i", fault: undefined });
    expect(fields.fields).toHaveLength(10);
  });

  test.each([
    ["a name with an upper-case letter (section 8.2.1)", ["X-Name", "a"], /X-Name/],
    ["an empty name (section 8.2.1)", ["", "a"], /name or a value/],
    ["a name with a blank (section 8.2.1)", ["x y", "a"], /name or a value/],
    ["a name with NUL (section 8.2.1)", ["x\0", "a"], /name or a value/],
    ["a name with an octet beyond ASCII (section 8.2.1)", ["x\xe4", "a"], /name or a value/],
    ["a name with a colon in it (section 8.2.1)", ["x:y", "a"], /name or a value/],
    ["NUL in a value (section 8.2.1)", ["x", "a\0"], /name or a value/],
    ["CR in a value (section 8.2.1)", ["x", "a\rb"], /name or a value/],
    ["LF in a value (section 8.2.1)", ["x", "\nab"], /name or a value/],
    ["a blank before a value (section 8.2.1)", ["x", " a"], /name or a value/],
    ["a tab behind a value (section 8.2.1)", ["x", "a\t"], /name or a value/],
    ["NUL in a pseudo-header field (section 8.2.1)", [":path", "/\0"], /name or a value/],
    ["Connection (section 8.2.2)", ["connection", "close"], /HTTP\/1.1/],
    ["Keep-Alive (section 8.2.2)", ["keep-alive", "1"], /HTTP\/1.1/],
    ["Proxy-Connection (section 8.2.2)", ["proxy-connection", "close"], /HTTP\/1.1/],
    ["Transfer-Encoding (section 8.2.2)", ["transfer-encoding", "chunked"], /HTTP\/1.1/],
    ["Upgrade (section 8.2.2)", ["upgrade", "h2c"], /HTTP\/1.1/],
    ["TE other than trailers (section 8.2.2)", ["te", "trailers, deflate"], /te/],
    ["a pseudo-header field that nobody knows (section 8.3)", [":test", "ok"], /:test/],
    ["one of responses (section 8.3)", [":status", "200"], /:status/],
    ["one behind a field (section 8.3)", ["x", "y", ":method", "GET"], /behind a field/],
    ["one behind a Host", [":authority", "h", "host", "h", ":path", "/"], /behind a field/],
    ["one that comes twice (section 8.3)", [":path", "/", ":path", "/"], /twice/],
    ["two Hosts", ["host", "a", "host", "a"], /twice/],
    ["two lengths, though they are equal", ["content-length", "1", "content-length", "1"], /twice/],
  ])("refuses %s", (_, fields, fault) => {
    expect(request(...fields).fault).toMatch(fault);
  });

  test("takes a field whose name came first with a value that was malformed", () => {
    const decoder = new HpackDecoder(4_096);
    const bad = new RequestFields(LIMITS);
    const block = literal("x-name", "a\0", 0x40);
    decoder.decode(block, 0, block.length, bad);
    expect(bad.fault).toBeDefined();
    const good = new RequestFields(LIMITS);
    const byIndex = Buffer.from("\x7e\x01b", "latin1");
    decoder.decode(byIndex, 0, byIndex.length, good);
    expect(good).toMatchObject({ fault: undefined, fields: ["x-name", "b"] });
    const again = new RequestFields(LIMITS);
    decoder.decode(Buffer.from([0xbf]), 0, 1, again);
    expect(again.fault).toBeDefined();
  });

  describe("within limits", () => {
    const list = (count: number, name = "x"): string[] =>
      Array.from({ length: count }, () => [name, ""]).flat();

    test("takes the greatest number of fields, and tells when there are more", () => {
      expect(request(...list(10)).excess).toBeUndefined();
      expect(request(...list(11)).excess).toMatchObject({ limit: "maxFieldCount", status: 431 });
    });

    test("counts every crumb of a cookie", () => {
      expect(request(...list(11, "cookie")).excess).toMatchObject({ limit: "maxFieldCount" });
    });

    test("takes fields of the greatest length, and tells when they are longer", () => {
      const field = ["x", "v".repeat(125 - 33)];
      expect(request(...field, ...field, ...field, ...field).excess).toBeUndefined();
      const longer = request(...field, ...field, ...field, "xx", field[1]!);
      expect(longer.excess).toMatchObject({ limit: "maxHeadOctets", status: 431 });
      expect(longer.fields).toEqual([]);
    });

    test("goes on decoding past a limit, so that the table stays right", () => {
      const decoder = new HpackDecoder(4_096);
      const section = new RequestFields(LIMITS);
      const block = Buffer.concat([
        ...Array.from({ length: 15 }, () => literal("a", "")),
        literal("b", "c", 0x40),
      ]);
      decoder.decode(block, 0, block.length, section);
      expect(section.excess).toBeDefined();
      const next = new RequestFields(LIMITS);
      decoder.decode(Buffer.from([0xbe]), 0, 1, next);
      expect(next.fields).toEqual(["b", "c"]);
    });

    test("ends the connection at four times a limit", () => {
      expect(request(...list(40)).excess).toBeDefined();
      expect(connectionErrorOf(() => request(...list(41)))).toMatch(/^ENHANCE_YOUR_CALM: .*maxFieldCount/);
      const long = (count: number): string[] =>
        Array.from({ length: count }, () => ["x", "v".repeat(126)]).flat();
      expect(request(...long(12)).excess).toBeDefined();
      expect(connectionErrorOf(() => request(...long(13)))).toMatch(/^ENHANCE_YOUR_CALM: .*maxHeadOctets/);
    });
  });
});

describe("TrailerFields", () => {
  test("drops what comes too late there", () => {
    const section = trailers(
      "a",
      "b",
      "content-length",
      "5",
      "host",
      "h",
      "cookie",
      "c",
      "te",
      "x",
      "expect",
      "y",
    );
    expect(section).toMatchObject({ fields: ["a", "b"], fault: undefined });
  });

  test.each([
    ["a pseudo-header field (section 8.1)", [":path", "/"], /:path/],
    ["a field of HTTP/1.1", ["connection", "close"], /HTTP\/1.1/],
    ["a malformed field", ["A", "b"], /name or a value/],
  ])("refuses %s", (_, fields, fault) => {
    expect(trailers(...fields).fault).toMatch(fault);
  });

  test("has limits of its own", () => {
    const long = ["x", "v".repeat(126)];
    expect(trailers(...long, ...long, ...long, ...long).excess).toMatchObject({ limit: "maxTrailerOctets" });
  });
});
