/** RFC 9112, clause by clause, where octets alone decide. Each row is refused in every split of its octets. */
import { octets } from "../support/octets";
import { readChunked, wantChunkedRefusal } from "../support/read-content";
import { readHead, wantRefusal } from "../support/read-head";

type Row = [clause: string, octets: Buffer, message: RegExp, status?: number];

const line = (text: string): Buffer => octets`${text}\r\nHost: h\r\n\r\n`;
const field = (text: string): Buffer => octets`GET / HTTP/1.1\r\nHost: h\r\n${text}\r\n\r\n`;
const chunked = (text: string): Buffer => octets`${text}`;

describe("RFC 9112, message format", () => {
  test("ignores one empty line before the request line (section 2.2)", () => {
    expect(readHead(octets`\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n`).method).toBe("GET");
  });

  test.each<Row>([
    [
      "rejects a second empty line (section 2.2)",
      octets`\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n`,
      /method/,
    ],
    [
      "rejects LF as a line end of the request line (section 2.2)",
      octets`GET / HTTP/1.1\nHost: h\r\n\r\n`,
      /LF alone|CRLF/,
    ],
    ["rejects LF as a line end of a field (section 2.2)", field("a: b\nc: d"), /LF alone/],
    ["rejects LF as the empty line (section 2.2)", octets`GET / HTTP/1.1\r\nHost: h\r\n\n`, /no colon/],
    ["rejects CR in a field (section 2.2)", field("a: b\rc"), /CR without LF/],
    ["rejects CR in the request line (section 2.2)", line("GET /\r HTTP/1.1"), /target/],
    ["rejects CR as the empty line (section 2.2)", octets`GET / HTTP/1.1\r\nHost: h\r\n\rx`, /CR without LF/],
    [
      "rejects a blank before the first field (section 2.2)",
      octets`GET / HTTP/1.1\r\n Host: h\r\n\r\n`,
      /folded/,
    ],
  ])("%s", (_, message, reason, status = 400) => {
    wantRefusal(message, status, reason);
  });
});

describe("RFC 9112, request line", () => {
  test.each<Row>([
    ["rejects an HTTP/0.9 request (section 3)", line("GET /"), /target|version/],
    ["rejects a method that is no token (section 3.1)", line("GE(T) / HTTP/1.1"), /method/],
    ["rejects an empty method (section 3.1)", line(" / HTTP/1.1"), /method/],
    ["rejects two spaces behind the method (section 3)", line("GET  / HTTP/1.1"), /target/],
    ["rejects two spaces behind the target (section 3)", line("GET /  HTTP/1.1"), /version/],
    ["rejects HTAB for a space (section 3)", line("GET\t/ HTTP/1.1"), /method/],
    ["rejects a space at the end (section 3)", line("GET / HTTP/1.1 "), /CRLF/],
    ["rejects a space in the target (section 3.2)", line("GET /a b HTTP/1.1"), /version/],
    ["rejects octets beyond ASCII in the target (section 3.2)", line("GET /caf\xe9 HTTP/1.1"), /target/],
    ["rejects control characters in the target (section 3.2)", line("GET /\x7f HTTP/1.1"), /target/],
    ["rejects a version in lower case (section 2.3)", line("GET / http/1.1"), /version/],
    ["rejects a minor version of two digits (section 2.3)", line("GET / HTTP/1.10"), /CRLF/],
    ["rejects a version without a dot (section 2.3)", line("GET / HTTP/11"), /dot/],
    ["does not speak HTTP/2.0 (section 2.3)", line("GET / HTTP/2.0"), /HTTP\/1.1/, 505],
    ["does not speak HTTP/0.9 by that name (section 2.3)", line("GET / HTTP/0.9"), /HTTP\/1.1/, 505],
  ])("%s", (_, message, reason, status = 400) => {
    wantRefusal(message, status, reason);
  });

  test("rejects a longer request line than it wants to read with 414 (section 3)", () => {
    wantRefusal(line(`GET /${"a".repeat(100)} HTTP/1.1`), 414, /longer/, {
      maxHeadOctets: 1000,
      maxRequestLineOctets: 100,
      maxFieldCount: 10,
    });
  });

  test.each<Row>([
    ["rejects HTTP/1.1 without Host (section 3.2)", octets`GET / HTTP/1.1\r\n\r\n`, /Host/],
    ["rejects two Hosts, even equal ones (section 3.2)", field("Host: h"), /Host/],
    [
      "rejects two Hosts on HTTP/1.0 (section 3.2)",
      octets`GET / HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n`,
      /Host/,
    ],
    ["rejects two empty Hosts (section 3.2)", octets`GET / HTTP/1.1\r\nHost:\r\nHost:\r\n\r\n`, /Host/],
    ["rejects an invalid Host (section 3.2)", octets`GET / HTTP/1.1\r\nHost: a/b\r\n\r\n`, /Host/],
  ])("%s", (_, message, reason, status = 400) => {
    wantRefusal(message, status, reason);
  });
});

describe("RFC 9112, field syntax", () => {
  test.each<Row>([
    ["rejects a space before the colon (section 5.1)", field("a : b"), /before the colon/],
    ["rejects HTAB before the colon (section 5.1)", field("a\t: b"), /before the colon/],
    ["rejects obs-fold (section 5.2)", field("a: b\r\n c"), /folded/],
    ["rejects obs-fold with HTAB (section 5.2)", field("a: b\r\n\tc: d"), /folded/],
    ["rejects a line without a colon (section 5)", field("nocolon"), /no colon/],
    ["rejects an empty name (section 5)", field(": b"), /no name/],
    ["rejects a name that is no token (section 5)", field("x(y): b"), /not a token/],
    ["rejects a name beyond ASCII (section 5)", field("caf\xe9: b"), /not a token/],
    ["rejects NUL in a value (RFC 9110 section 5.5)", field("a: b\0c"), /NUL/],
  ])("%s", (_, message, reason, status = 400) => {
    wantRefusal(message, status, reason);
  });
});

describe("RFC 9112, message body", () => {
  test.each<Row>([
    [
      "rejects Transfer-Encoding on HTTP/1.0 (section 6.1)",
      octets`GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n`,
      /1.0/,
    ],
    [
      "does not know other codings (section 6.1)",
      field("Transfer-Encoding: gzip, chunked"),
      /only transfer coding/,
      501,
    ],
    [
      "rejects a last coding that is not chunked (section 6.3)",
      field("Transfer-Encoding: chunked, gzip"),
      /once and last/,
    ],
    ["rejects identity (section 6.3)", field("Transfer-Encoding: identity"), /once and last/],
    ["rejects chunked twice (section 6.1)", field("Transfer-Encoding: chunked, chunked"), /once and last/],
    ["rejects an empty Transfer-Encoding (section 6.3)", field("Transfer-Encoding:"), /once and last/],
    [
      "rejects a list of nothing but chunked (section 6.3)",
      field("Transfer-Encoding: ,chunked"),
      /once and last/,
    ],
    [
      "rejects both lengths (section 6.3)",
      field("Content-Length: 5\r\nTransfer-Encoding: chunked"),
      /together/,
    ],
    ["rejects a length that is no number (section 6.3)", field("Content-Length: abc"), /decimal/],
    ["rejects an empty length (section 6.3)", field("Content-Length:"), /empty/],
    ["rejects a list of lengths (section 6.3)", field("Content-Length: 1, 2"), /decimal/],
  ])("%s", (_, message, reason, status = 400) => {
    wantRefusal(message, status, reason);
  });
});

describe("RFC 9112, chunked transfer coding", () => {
  test("recognises and ignores extensions (section 7.1.1)", () => {
    expect(readChunked(octets`5 ; a = "b"\r\nhello\r\n0\r\n\r\n`).content).toBe("hello");
  });

  test("reads trailer fields (section 7.1.2)", () => {
    expect(readChunked(octets`0\r\nChecksum: 1\r\n\r\n`).trailers).toEqual(["checksum", "1"]);
  });

  test.each<Row>([
    ["rejects a chunk without a size (section 7.1)", chunked("\r\n"), /size/],
    ["rejects a size with only an extension (section 7.1)", chunked(";a\r\n"), /hexadecimal/],
    ["rejects more data than the size (section 7.1)", chunked("5\r\nhello!\r\n"), /CRLF/],
    ["rejects data without CRLF behind it (section 7.1)", chunked("5\r\nhello0\r\n"), /CRLF/],
    ["rejects LF behind data (section 7.1)", chunked("5\r\nhello\n0"), /CRLF/],
    ["rejects LF behind a size (section 7.1)", chunked("5\nhello"), /hexadecimal/],
    ["rejects LF in an extension (section 7.1.1)", chunked("5;a=b\nc\r\nhello"), /control/],
    ["rejects CR in an extension (section 7.1.1)", chunked("5;a\rb"), /CR without LF/],
    ["rejects LF in the trailer section (section 7.1.2)", chunked("0\r\na: b\n\r\n"), /LF alone/],
    ["rejects CR as the last line (section 7.1)", chunked("0\r\n\rx"), /CR without LF/],
    ["rejects LF as the last line (section 7.1)", chunked("0\r\n\n"), /no colon/],
    ["rejects obs-fold in the trailer section (section 5.2)", chunked("0\r\na: b\r\n c\r\n\r\n"), /folded/],
  ])("%s", (_, message, reason) => {
    wantChunkedRefusal(message, reason);
  });
});
