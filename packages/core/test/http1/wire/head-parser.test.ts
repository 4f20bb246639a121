/** Heads that are accepted, and what the parser says of them; limits. Refusals: rfc9112-wire, http1-smuggling. */
import {
  CONNECTION_CLOSE,
  CONNECTION_KEEP_ALIVE,
  CONNECTION_UPGRADE,
} from "../../../src/http1/wire/connection-options";
import { HeadParser } from "../../../src/http1/wire/head-parser";
import { CHUNKED } from "../../../src/http1/wire/message-framing";
import type { RequestHead } from "../../../src/http1/wire/request-head";
import { octets } from "../../support/octets";
import { LIMITS, readHead, readHeads, wantRefusal } from "../../support/read-head";

const BARE = {
  method: "GET",
  target: "/",
  minor: 1,
  fields: ["host", "h"],
  host: "h",
  framing: 0,
  connection: 0,
  expect: undefined,
  upgrade: undefined,
} satisfies RequestHead;

/** A head of more than one field, given by its lines behind the Host. */
const withFields = (...lines: string[]): Buffer =>
  octets`GET / HTTP/1.1\r\nHost: h\r\n${lines.join("\r\n")}\r\n\r\n`;
const sent = (...fields: string[]): Partial<RequestHead> => ({ fields: ["host", "h", ...fields] });

const ACCEPTED: [what: string, octets: Buffer, head: Partial<RequestHead>][] = [
  ["the least", octets`GET / HTTP/1.1\r\nHost: h\r\n\r\n`, {}],
  ["an empty line first", octets`\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n`, {}],
  ["any token as method", octets`a!~9 / HTTP/1.1\r\nHost: h\r\n\r\n`, { method: "a!~9" }],
  [
    "all visible ASCII in a target",
    octets`GET /"<>|^\`{}#?\\~ HTTP/1.1\r\nHost: h\r\n\r\n`,
    { target: '/"<>|^`{}#?\\~' },
  ],
  ["a target without a slash", octets`GET foo HTTP/1.1\r\nHost: h\r\n\r\n`, { target: "foo" }],
  ["HTTP/1.0 without Host", octets`GET / HTTP/1.0\r\n\r\n`, { minor: 0, fields: [], host: undefined }],
  ["HTTP/1.2 as 1.1", octets`GET / HTTP/1.2\r\nHost: h\r\n\r\n`, {}],
  ["an empty Host", octets`GET / HTTP/1.1\r\nHost:\r\n\r\n`, { host: "", fields: ["host", ""] }],
  [
    "an IPv6 Host",
    octets`GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n`,
    { host: "[::1]:80", fields: ["host", "[::1]:80"] },
  ],
  ["no blank after the colon", withFields("a:b"), sent("a", "b")],
  ["blanks around a value", withFields("a: \t b c \t "), sent("a", "b c")],
  ["a blank value", withFields("a: \t "), sent("a", "")],
  [
    "octets beyond ASCII, and odd controls",
    withFields("a: \xe9\x01\x0b\x7f\xa0"),
    sent("a", "\xe9\x01\x0b\x7f\xa0"),
  ],
  ["a VT, which is no blank", withFields("a: \x0bb\x0b"), sent("a", "\x0bb\x0b")],
  ["colons in a value", withFields("a: b: c"), sent("a", "b: c")],
  ["repeated fields", withFields("a: 1", "A: 2"), sent("a", "1", "a", "2")],
  [
    "names of objects",
    withFields("__proto__: 1", "Constructor: 2"),
    sent("__proto__", "1", "constructor", "2"),
  ],
  ["a name longer than the table keeps", withFields(`${"N".repeat(99)}: 1`), sent("n".repeat(99), "1")],
  ["Content-Length", withFields("Content-Length: 0042"), { ...sent("content-length", "0042"), framing: 42 }],
  [
    "the longest content",
    withFields("Content-Length: 9007199254740991"),
    { framing: Number.MAX_SAFE_INTEGER },
  ],
  ["chunked in any case", withFields("Transfer-Encoding: \tChUnKeD "), { framing: CHUNKED }],
  ["Connection: close", withFields("Connection: close"), { connection: CONNECTION_CLOSE }],
  [
    "a list in Connection",
    withFields("Connection: x,, Keep-Alive ,UPGRADE"),
    { connection: CONNECTION_KEEP_ALIVE | CONNECTION_UPGRADE },
  ],
  [
    "two lines of Connection",
    withFields("Connection: close", "Connection: te"),
    { connection: CONNECTION_CLOSE },
  ],
  ["a word that begins with close", withFields("Connection: closed"), { connection: 0 }],
  ["an expectation", withFields("Expect: 100-Continue"), { expect: "100-continue" }],
  [
    "an upgrade",
    withFields("Connection: upgrade", "Upgrade: a", "Upgrade: B"),
    { upgrade: "a, B", connection: CONNECTION_UPGRADE },
  ],
  ["an upgrade without Connection", withFields("Upgrade: a"), { upgrade: undefined }],
  [
    "an upgrade on HTTP/1.0",
    octets`GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: a\r\n\r\n`,
    { minor: 0, host: undefined, upgrade: undefined, connection: CONNECTION_UPGRADE },
  ],
  [
    "a long head",
    withFields(`User-Agent: ${"u".repeat(300)}`, "Accept: */*"),
    sent("user-agent", "u".repeat(300), "accept", "*/*"),
  ],
];

describe("HeadParser", () => {
  test.each(ACCEPTED)("reads %s", (_, head, wanted) => {
    const read = readHead(head);
    expect(read).toMatchObject(wanted);
    if (wanted.fields !== undefined) expect(read).toEqual({ ...BARE, ...wanted });
  });

  test("reads heads that follow each other, and leaves what follows them", () => {
    const one = octets`GET /1 HTTP/1.1\r\nHost: h\r\n\r\n`;
    const two = octets`\r\nPOST /2 HTTP/1.1\r\nHOST: h\r\nContent-Length: 3\r\n\r\nabc`;
    const { heads, rest } = readHeads([Buffer.concat([one, two])], 2);
    expect(heads.map((head) => head.target)).toEqual(["/1", "/2"]);
    expect(rest).toBe("abc");
  });

  test("is idle until the first octet of a request line, and again after a head", () => {
    const parser = new HeadParser(LIMITS);
    expect(parser.isIdle).toBe(true);
    parser.feed(Buffer.from("\r\n"), 0);
    expect(parser.isIdle).toBe(true);
    parser.feed(Buffer.from("G"), 0);
    expect(parser.isIdle).toBe(false);
    parser.feed(Buffer.from("ET / HTTP/1.1\r\n"), 0);
    expect(parser.isIdle).toBe(false);
    parser.feed(Buffer.from("Host: h\r\n\r\n"), 0);
    expect(parser.isIdle).toBe(true);
  });

  test("shares the strings of names", () => {
    const [first] = readHeads([withFields("X-Some-Name: 1")]).heads;
    const [second] = readHeads([withFields("X-Some-Name: 2")]).heads;
    expect(second?.fields[2]).toBe(first?.fields[2]);
  });

  describe("within limits", () => {
    const limits = { maxHeadOctets: 60, maxRequestLineOctets: 20, maxFieldCount: 2 };
    const line = (length: number): string => `GET /${"a".repeat(length - 14)} HTTP/1.1`;

    test("takes a request line of the greatest length, and no longer one", () => {
      readHead(octets`${line(20)}\r\nHost: h\r\n\r\n`, limits);
      wantRefusal(octets`${line(21)}\r\nHost: h\r\n\r\n`, 414, /20 octets/, limits);
    });

    test("refuses a request line before it is complete", () => {
      wantRefusal(octets`${"a".repeat(22)}`, 414, /request line/, limits);
    });

    test("takes a head of the greatest length, and no longer one", () => {
      const head = (length: number): Buffer =>
        octets`GET / HTTP/1.1\r\nHost: h\r\na: ${"b".repeat(length - 32)}\r\n\r\n`;
      expect(head(60)).toHaveLength(60);
      readHead(head(60), limits);
      wantRefusal(head(61), 431, /60 octets/, limits);
    });

    test("refuses a head before it is complete", () => {
      wantRefusal(octets`GET / HTTP/1.1\r\nHost: h\r\na: ${"b".repeat(100)}`, 431, /head/, limits);
    });

    test("takes the greatest number of fields, and no more", () => {
      readHead(octets`GET / HTTP/1.1\r\nHost: h\r\na:b\r\n\r\n`, limits);
      wantRefusal(octets`GET / HTTP/1.1\r\nHost: h\r\na:b\r\nc:d\r\n\r\n`, 431, /2 fields/, limits);
    });
  });
});
