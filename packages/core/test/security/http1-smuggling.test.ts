/** Attacks on HTTP/1.1 framing by their names: each makes two servers see two messages where one was sent. */
import { octets } from "../support/octets";
import { readChunked, wantChunkedRefusal } from "../support/read-content";
import { readHead, wantRefusal } from "../support/read-head";

type Attack = [name: string, fields: string, status?: number];

const post = (fields: string): Buffer =>
  octets`POST / HTTP/1.1\r\nHost: h\r\n${fields}\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n`;

describe("smuggling by the head", () => {
  test.each<Attack>([
    ["CL.TE", "Content-Length: 6\r\nTransfer-Encoding: chunked"],
    ["TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 6"],
    ["CL.0 beside chunked", "Content-Length: 0\r\nTransfer-Encoding: chunked"],
    ["TE.TE, a coding that only one side knows", "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow"],
    ["TE.TE, xchunked", "Transfer-Encoding: xchunked"],
    ["TE.TE, chunked in quotes", 'Transfer-Encoding: "chunked"'],
    ["TE.TE, a parameter", "Transfer-Encoding: chunked;q=1"],
    ["TE.TE, twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"],
    ["TE.TE, first chunked and then something", "Transfer-Encoding: chunked, identity"],
    ["TE.TE, an unknown coding before chunked", "Transfer-Encoding: x, chunked", 501],
    ["TE with a space before the colon", "Content-Length: 4\r\nTransfer-Encoding : chunked"],
    ["TE with HTAB before the colon", "Content-Length: 4\r\nTransfer-Encoding\t: chunked"],
    ["TE in a folded line", "Content-Length: 4\r\nX: y\r\n Transfer-Encoding: chunked"],
    ["TE with its value on the next line", "Transfer-Encoding:\r\n chunked"],
    ["TE behind a bare CR", "Content-Length: 4\r\nX: y\rTransfer-Encoding: chunked"],
    ["TE behind a bare LF", "Content-Length: 4\r\nX: y\nTransfer-Encoding: chunked"],
    ["TE behind NUL", "Content-Length: 4\r\nX: y\0Transfer-Encoding: chunked"],
    ["TE with NUL behind its name", "Transfer-Encoding\0: chunked"],
    ["VT before chunked, which trim() removes", "Transfer-Encoding: \x0bchunked"],
    ["NBSP behind chunked, which trim() removes", "Transfer-Encoding: chunked\xa0"],
    ["NEL behind chunked", "Transfer-Encoding: chunked\x85"],
    ["the Kelvin sign in chunked, as UTF-8", "Transfer-Encoding: chun\xe2\x84\xaaed"],
    ["the long s in Transfer, as UTF-8", "Content-Length: 6\r\nTran\xc5\xbffer-Encoding: chunked"],
    ["a letter that is K if cut to eight bits", "Transfer-Encoding: chun\x01\x4bed"],
    ["two lengths", "Content-Length: 6\r\nContent-Length: 5"],
    ["two equal lengths", "Content-Length: 6\r\nContent-Length: 6"],
    ["a list of equal lengths", "Content-Length: 1, 1"],
    ["a length and an empty one", "Content-Length: 6\r\nContent-Length:"],
    ["a length with a sign", "Content-Length: +6"],
    ["a negative length", "Content-Length: -6"],
    ["a length that parseInt would read in part", "Content-Length: 6a"],
    ["a hexadecimal length", "Content-Length: 0x6"],
    ["a length with an exponent", "Content-Length: 6e0"],
    ["a length with a fraction", "Content-Length: 6.0"],
    ["a length with digits apart", "Content-Length: 1 6"],
    ["a length in other digits", "Content-Length: \xb2"],
    ["a length with VT before it", "Content-Length: \x0b6"],
    ["a length of 2^53, which no number holds", "Content-Length: 9007199254740992"],
    ["a length of 2^64, which wraps to 0", "Content-Length: 18446744073709551616"],
    ["a length of a thousand digits", `Content-Length: ${"9".repeat(1000)}`],
    ["a second Host", "Host: other"],
    ["a Host hidden by a space", "Host : other"],
  ])("%s", (_, fields, status = 400) => {
    wantRefusal(post(fields), status);
  });

  test("TE on HTTP/1.0", () => {
    wantRefusal(octets`POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400);
  });

  test.each([
    ["two in one", "a, b"],
    ["userinfo", "a@b"],
    ["a path", "a/b"],
    ["a fragment", "a#b"],
    ["a backslash", "a\\b"],
    ["a port that is none", "a:b"],
    ["two ports", "a:1:2"],
    ["a port without a host", ":80"],
    ["an open bracket", "[::1"],
    ["a tab", "a\tb"],
    ["an octet beyond ASCII", "\xe4"],
  ])("a Host with %s", (_, host) => {
    wantRefusal(octets`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400);
  });

  test("names of objects are names of fields", () => {
    const { fields } = readHead(
      octets`GET / HTTP/1.1\r\nHost: h\r\n__proto__: x\r\nhasOwnProperty: y\r\n\r\n`,
    );
    expect(fields).toEqual(["host", "h", "__proto__", "x", "hasownproperty", "y"]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("smuggling by chunks", () => {
  test.each([
    ["a size with 0x", "0x5\r\nhello\r\n0\r\n\r\n"],
    ["a size with a sign", "+5\r\nhello\r\n0\r\n\r\n"],
    ["a negative size", "-1\r\nhello\r\n0\r\n\r\n"],
    ["a size with a blank before it", " 5\r\nhello\r\n0\r\n\r\n"],
    ["a size with a blank behind it", "5 \r\nhello\r\n0\r\n\r\n"],
    ["a last size with a blank behind it", "0 \r\n\r\n"],
    ["digits apart", "0 5\r\nhello\r\n0\r\n\r\n"],
    ["digits with an underscore", "0_5\r\nhello\r\n0\r\n\r\n"],
    ["a size that parseInt would read in part", "5g\r\nhello\r\n0\r\n\r\n"],
    ["a size of one digit and something that is none", "1x\r\n0123456789abcde\r\n0\r\n\r\n"],
    ["a size of 2^53, which no number holds", "20000000000000\r\n"],
    ["a size of 2^64, which wraps to 0", "10000000000000000\r\n"],
    ["a size that wraps to 5", "100000005000000000000005\r\n"],
    ["a line end that is LF", "5\nhello\r\n0\r\n\r\n"],
    ["an extension that hides a line end in LF (TERM.EXT)", "5;\nhello\r\n0\r\n\r\n"],
    ["an extension that hides a line end in CR", "5;\rhello\r\n0\r\n\r\n"],
    ["an extension with NUL", "5;a\0\r\nhello\r\n0\r\n\r\n"],
    ["an extension without a semicolon", "5 a\r\nhello\r\n0\r\n\r\n"],
    ["two octets for the CRLF behind data (CVE-2025-22871 and kin)", "5\r\nhelloXX0\r\n\r\n"],
    ["LF behind data", "5\r\nhello\n0\r\n\r\n"],
    ["a trailer with a space before its colon", "0\r\nA : b\r\n\r\n"],
    ["a trailer that ends with LF", "0\r\nA: b\n\r\n"],
    ["a request line for a trailer", "0\r\nGET / HTTP/1.1\r\n\r\n"],
  ])("%s", (_, message) => {
    wantChunkedRefusal(octets`${message}`);
  });

  test("framing fields in the trailer section are not seen", () => {
    const message = octets`0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\nAuthorization: x\r\n\r\nhello`;
    expect(readChunked(message)).toMatchObject({ trailers: [], isEnded: true, rest: "hello" });
  });
});

describe("bombs", () => {
  const limits = { maxHeadOctets: 120, maxRequestLineOctets: 40, maxFieldCount: 20 };

  test.each<[name: string, octets: Buffer, status: number]>([
    ["an endless method", octets`${"A".repeat(120)}`, 414],
    ["an endless target", octets`GET /${"a".repeat(120)}`, 414],
    ["an endless name", octets`GET / HTTP/1.1\r\n${"a".repeat(120)}`, 431],
    ["an endless value", octets`GET / HTTP/1.1\r\na: ${"b".repeat(120)}`, 431],
    ["endless fields", octets`GET / HTTP/1.1\r\n${"a:\r\n".repeat(30)}`, 431],
    ["many fields", octets`GET / HTTP/1.1\r\nHost: h\r\n${"a:\r\n".repeat(20)}\r\n`, 431],
  ])("%s", (_, message, status) => {
    wantRefusal(message, status, /./, limits);
  });

  test("an extension a chunk (CVE-2023-39326)", () => {
    const chunk = `1;${"e".repeat(99)}\r\nx\r\n`;
    const message = octets`${chunk.repeat(200)}`;
    const limit = { maxChunkLineOctets: 200, maxTrailerOctets: 200, maxFieldCount: 20 };
    expect(() => readChunked(message, limit)).toThrow("extensions are too long");
  });
});
