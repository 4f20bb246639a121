/** Field sections that cost more than they weigh, or that somebody behind us would read in another way. */
import type { IResponse } from "../../src/interfaces/message";
import { readBody } from "../../src/body/read-body";
import { Flag, FrameType } from "../../src/http2/wire/frame";
import { respond } from "../../src/message/response";
import type { FieldLines } from "../../src/testing/http2-client";
import { literal } from "../support/field-blocks";
import { Attack } from "../support/http2-attack";
import { block, head } from "../support/http2-peer";
import { atRest } from "../support/serve";

const never = (): Promise<IResponse> => new Promise(() => undefined);

describe("limits", () => {
  const many = (count: number): FieldLines => Array.from({ length: count }, (_, i) => [`x-${i}`, "y"]);
  const large = (octets: number): FieldLines =>
    Array.from({ length: octets / 100 }, () => ["x", "y".repeat(67)] as const);

  test.each<[what: string, fields: FieldLines]>([
    ["more than maxFieldCount fields", many(110)],
    ["more than maxHeadOctets of them", large(1_500)],
    [
      "a cookie in more than maxFieldCount crumbs (CVE-2026-47774)",
      Array.from({ length: 110 }, () => ["cookie", "a"]),
    ],
  ])("%s get 431, and the connection goes on", (_, fields) => {
    const attack = new Attack({ maxFieldCount: 100, maxHeadOctets: fields.length > 100 ? 16_384 : 1_000 });
    const { attacker } = attack;
    expect(attacker.outcome(attacker.request(head("GET", "/", ...fields), true))).toMatch(
      /^431 the fields are past max/,
    );
    expect(attacker.outcome(attacker.request(head(), true))).toBe("200 fine");
    expect(attack.handled).toBe(1);
    attack.wantOthersServed();
  });

  test.each<[what: string, fields: FieldLines]>([
    ["maxFieldCount", many(41)],
    ["maxHeadOctets", large(4_100)],
  ])("more than four times %s end the connection", (_, fields) => {
    const attack = new Attack({ maxFieldCount: fields.length > 41 ? 100 : 10, maxHeadOctets: 1_000 });
    expect(attack.timesUntilCalm(() => attack.attacker.request(head("GET", "/", ...fields), true))).toBe(1);
  });

  test.each<[what: string, entry: Buffer]>([
    ["a large field (CVE-2016-6581)", literal("x", "v".repeat(100), 0x40)],
    ["empty fields (CVE-2026-49975)", literal("x", "", 0x40)],
    ["crumbs of a cookie (CVE-2026-47774)", literal("cookie", "", 0x40)],
  ])("an HPACK bomb of %s, an octet each, is defused (maxFieldCount)", (_, entry) => {
    const attack = new Attack();
    const bomb = Buffer.concat([block(head()), entry, Buffer.alloc(10_000, 0xbe)]);
    const flags = Flag.END_HEADERS | Flag.END_STREAM;
    expect(attack.timesUntilCalm(() => attack.attacker.frame(FrameType.HEADERS, flags, 1, bomb))).toBe(1);
    expect(attack.handled).toBe(0);
  });

  test("a bomb among trailers is one too (maxTrailerOctets)", () => {
    const attack = new Attack({}, never);
    const { attacker } = attack;
    const streamId = attacker.request(head("POST"), false);
    const bomb = Buffer.concat([literal("x", "v".repeat(100), 0x40), Buffer.alloc(10_000, 0xbe)]);
    expect(
      attack.timesUntilCalm(() => attacker.frame(FrameType.HEADERS, Flag.END_HEADERS | 1, streamId, bomb)),
    ).toBe(1);
  });

  test("fields without a name are malformed (CVE-2019-9516)", () => {
    const attack = new Attack();
    attack.attacker.open(1, [...head(), ["", ""]]);
    expect(attack.attacker.outcome(1)).toBe("reset PROTOCOL_ERROR");
    attack.wantOthersServed();
  });
});

/** The head of a request with one pseudo-header field changed. */
function headWith(name: string, value: string): FieldLines {
  return head().map((line) => (line[0] === name ? [name, value] : line));
}

describe("fields that HTTP/1.1 would read in another way never reach a handler (RFC 9113 section 10.3)", () => {
  test.each<[what: string, lines: FieldLines]>([
    ["CR LF in a value", head("GET", "/", ["x", "a\r\nTransfer-Encoding: chunked"])],
    ["LF in a value", head("GET", "/", ["x", "a\nb"])],
    ["NUL in a value", head("GET", "/", ["x", "a\0b"])],
    ["a blank before a value", head("GET", "/", ["x", " a"])],
    ["a tab behind a value", head("GET", "/", ["x", "a\t"])],
    ["CR LF in a name", head("GET", "/", ["x\r\ny", "a"])],
    ["a colon in a name", head("GET", "/", ["x:", "a"])],
    ["a blank in a name", head("GET", "/", ["content-length ", "5"])],
    ["capitals in a name", head("GET", "/", ["Content-Length", "5"])],
    ["transfer-encoding", head("POST", "/", ["transfer-encoding", "chunked"])],
    ["connection", head("POST", "/", ["connection", "x"], ["x", "y"])],
    ["upgrade", head("GET", "/", ["upgrade", "h2c"])],
    ["two lengths", head("POST", "/", ["content-length", "5"], ["content-length", "6"])],
    ["the same length twice", head("POST", "/", ["content-length", "0"], ["content-length", "0"])],
    ["a list of lengths", head("POST", "/", ["content-length", "0, 0"])],
    ["a length with a sign", head("POST", "/", ["content-length", "+0"])],
    ["a hexadecimal length", head("POST", "/", ["content-length", "0x0"])],
    ["a length where no content comes", head("POST", "/", ["content-length", "5"])],
    ["a host that is not :authority", head("GET", "/", ["host", "elsewhere.test"])],
    ["two hosts", head("GET", "/", ["host", "headgate.test"], ["host", "headgate.test"])],
    ["a request line in :method", headWith(":method", "GET / HTTP/1.1\r\nx: y\r\n\r\nGET")],
    ["a blank in :path", headWith(":path", "/ HTTP/1.1")],
    ["CR LF in :path", headWith(":path", "/\r\nx: y")],
    ["a :path without a slash", headWith(":path", "elsewhere.test/")],
    ["* as :path of a GET", headWith(":path", "*")],
    ["CR LF in :authority", headWith(":authority", "headgate.test\r\nx: y")],
    ["a path in :authority", headWith(":authority", "headgate.test/x")],
    ["a user in :authority", headWith(":authority", "user@headgate.test")],
    ["a :scheme with more than a scheme", headWith(":scheme", "http://elsewhere.test/?x=")],
    ["a pseudo-header field behind others", [...head().slice(0, 3), ["x", "y"], [":path", "/"]]],
    ["two :paths", [...head(), [":path", "/admin"]]],
    ["a pseudo-header field that nobody knows", [[":x", "y"], ...head()]],
  ])("%s", (_, lines) => {
    const attack = new Attack();
    attack.attacker.open(1, lines);
    expect(attack.attacker.outcome(1)).toBe("reset PROTOCOL_ERROR");
    expect(attack.handled).toBe(0);
    attack.wantOthersServed();
  });

  test("trailers can't frame, route or authenticate", async () => {
    const attack = new Attack({}, async (request) => {
      await readBody(request);
      return respond(200, {}, JSON.stringify([...(await request.trailers)]));
    });
    const streamId = attack.attacker.request(head("POST"), false);
    const forbidden = ["content-length", "host", "authorization", "cookie", "content-type", "set-cookie"];
    attack.attacker.headers(
      streamId,
      [...forbidden.map((name) => [name, "1"] as const), ["digest", "x"]],
      true,
    );
    await atRest();
    expect(attack.attacker.outcome(streamId)).toBe('200 [["digest","x"]]');
    attack.wantOthersServed();
  });

  test("a reflected value stays in its field (response splitting)", () => {
    const attack = new Attack({}, (request) => {
      const value = decodeURIComponent(request.query);
      try {
        return respond(200, { "x-echo": value });
      } catch {
        return respond(400, {}, "refused");
      }
    });
    const ask = (query: string): string =>
      attack.attacker.outcome(attack.attacker.request(head("GET", `/?${query}`), true));
    expect(ask("a%0d%0aset-cookie:%20x")).toBe("400 refused");
    expect(ask("constructor")).toBe("200");
    expect(attack.attacker.answer(3).fields).toContainEqual(["x-echo", "constructor"]);
    attack.wantOthersServed();
  });
});
