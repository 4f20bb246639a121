/** What an exchange starts with, and which requests are malformed (RFC 9113 sections 8.1.1, 8.3.1, 8.5; RFC 8441). */
import { H2StreamError, LimitExceeded } from "../../src/errors";
import { UNKNOWN_LENGTH } from "../../src/interfaces/message";
import { readRequestHead } from "../../src/http2/pseudo-header-fields";
import type { ExchangeHead } from "../../src/http2/pseudo-header-fields";
import { ErrorCode } from "../../src/http2/wire/error-code";
import { RequestFields } from "../../src/http2/wire/field-section";
import { HpackDecoder } from "../../src/http2/wire/hpack-decoder";
import { literal } from "../support/field-blocks";

type Lines = Readonly<Record<string, string>>;

const GET = { ":method": "GET", ":scheme": "https", ":authority": "h", ":path": "/" };
const CONNECT = { ":method": "CONNECT", ":authority": "h:443" };
const WEBSOCKET = { ...GET, ":method": "CONNECT", ":protocol": "websocket" };

function without(lines: Lines, name: string): Lines {
  return Object.fromEntries(Object.entries(lines).filter(([other]) => other !== name));
}

function read(lines: Lines, hasContent = false): ExchangeHead {
  const section = new RequestFields({ maxHeadOctets: 16_384, maxFieldCount: 10 });
  const block = Buffer.concat(Object.entries(lines).map(([name, value]) => literal(name, value)));
  new HpackDecoder(4_096).decode(block, 0, block.length, section);
  return readRequestHead(section, hasContent);
}

describe("readRequestHead", () => {
  test("reads a request", () => {
    expect(read({ ...GET, ":path": "/a?b?c", accept: "*/*" })).toEqual({
      method: "GET",
      uri: "/a?b?c",
      path: "/a",
      query: "b?c",
      scheme: "https",
      authority: "h",
      httpVersion: "2.0",
      upgrade: undefined,
      length: 0,
      lines: ["host", "h", "accept", "*/*"],
      expectsContinue: false,
      priority: { urgency: 3, incremental: false },
    });
  });

  test.each<[what: string, lines: Lines, head: Partial<ExchangeHead>]>([
    ["another method", { ...GET, ":method": "M-SEARCH" }, { method: "M-SEARCH" }],
    ["cleartext", { ...GET, ":scheme": "http" }, { scheme: "http" }],
    [
      "a Host instead of :authority",
      { ...without(GET, ":authority"), host: "other:80" },
      { authority: "other:80" },
    ],
    ["a Host that is the same", { ...GET, host: "H" }, { authority: "h" }],
    ["OPTIONS *", { ...GET, ":method": "OPTIONS", ":path": "*" }, { uri: "*", path: "*", query: "" }],
    ["CONNECT", CONNECT, { uri: "h:443", path: "", query: "", authority: "h:443", upgrade: undefined }],
    ["extended CONNECT", WEBSOCKET, { method: "CONNECT", upgrade: "websocket", uri: "/", path: "/" }],
    ["100-continue", { ...GET, expect: "100-Continue" }, { expectsContinue: true }],
    ["another expectation", { ...GET, expect: "tea" }, { expectsContinue: false }],
    ["a priority", { ...GET, priority: "u=1, i" }, { priority: { urgency: 1, incremental: true } }],
    ["a length of 0", { ...GET, "content-length": "0" }, { length: 0 }],
  ])("reads %s", (_, lines, head) => {
    expect(read(lines)).toMatchObject(head);
  });

  test("knows the length of content that comes, if it was said", () => {
    expect(read(GET, true).length).toBe(UNKNOWN_LENGTH);
    expect(read({ ...GET, "content-length": "0042" }, true).length).toBe(42);
    expect(read({ ...GET, "content-length": "9007199254740991" }, true).length).toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each<[what: string, lines: Lines, message: RegExp]>([
    ["no :method (section 8.3.1)", without(GET, ":method"), /:method/],
    ["a method that is no token", { ...GET, ":method": "G T" }, /:method/],
    ["no :scheme (section 8.3.1)", without(GET, ":scheme"), /:scheme/],
    ["a scheme that we don't serve", { ...GET, ":scheme": "ftp" }, /:scheme/],
    ["no :path (section 8.3.1)", without(GET, ":path"), /:path/],
    ["an empty :path (section 8.3.1)", { ...GET, ":path": "" }, /:path/],
    ["a :path without a slash", { ...GET, ":path": "a" }, /:path/],
    ["a :path that is a URI", { ...GET, ":path": "http://h/" }, /:path/],
    [
      "a :path with a blank, which is a request line over HTTP/1.1",
      { ...GET, ":path": "/ HTTP/1.1" },
      /:path/,
    ],
    ["a :path with an octet beyond ASCII", { ...GET, ":path": "/\xe4" }, /:path/],
    ["* for another method than OPTIONS", { ...GET, ":path": "*" }, /:path/],
    ["neither :authority nor Host", without(GET, ":authority"), /:authority/],
    ["an empty :authority (section 8.3.1)", { ...GET, ":authority": "" }, /:authority/],
    ["userinfo in :authority (section 8.3.1)", { ...GET, ":authority": "user@h" }, /:authority/],
    ["a Host that is another one (section 8.3.1)", { ...GET, host: "other" }, /differ/],
    ["CONNECT with :scheme (section 8.5)", { ...CONNECT, ":scheme": "https" }, /CONNECT/],
    ["CONNECT with :path (section 8.5)", { ...CONNECT, ":path": "/" }, /CONNECT/],
    ["CONNECT without :authority (section 8.5)", { ":method": "CONNECT", host: "h:443" }, /host:port/],
    ["CONNECT without a port (section 8.5)", { ...CONNECT, ":authority": "h" }, /host:port/],
    [":protocol with another method (RFC 8441 section 4)", { ...GET, ":protocol": "websocket" }, /:protocol/],
    ["extended CONNECT without :path (RFC 8441 section 4)", without(WEBSOCKET, ":path"), /:path/],
    ["extended CONNECT without :scheme (RFC 8441 section 4)", without(WEBSOCKET, ":scheme"), /:scheme/],
    ["a content-length with a sign", { ...GET, "content-length": "+0" }, /content-length/],
    ["a content-length that is a list", { ...GET, "content-length": "0, 0" }, /content-length/],
    ["an empty content-length", { ...GET, "content-length": "" }, /content-length/],
    ["a content-length of 2^53", { ...GET, "content-length": "9007199254740992" }, /content-length/],
    ["a content-length and no content (section 8.1.1)", { ...GET, "content-length": "1" }, /none come/],
    ["what was malformed while it was decoded", { ...GET, connection: "close" }, /HTTP\/1.1/],
  ])("refuses %s", (_, lines, message) => {
    let refusal: unknown;
    try {
      read(lines);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(H2StreamError);
    expect(refusal).toMatchObject({ errorCode: ErrorCode.PROTOCOL_ERROR, reach: "exchange" });
    expect((refusal as Error).message).toMatch(message);
  });

  test("tells that a limit was passed", () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`x-${i}`, ""]));
    expect(() => read({ ...GET, ...many })).toThrow(LimitExceeded);
  });
});
