/** Heads of responses (RFC 9113 sections 8.2.2, 8.3.2). */
import { Headers } from "../../../src/fields/headers";
import { encodeHead, ResponseFields } from "../../../src/http2/wire/head-encoder";
import { HpackDecoder } from "../../../src/http2/wire/hpack-decoder";
import { HpackEncoder } from "../../../src/http2/wire/hpack-encoder";
import { OctetWriter } from "../../../src/http2/wire/octet-writer";
import { linesOf } from "../../support/field-blocks";

test("the status comes first, and names go out in lower case (section 8.3.2)", () => {
  const out = new OctetWriter();
  const fields = ResponseFields.of(new Headers({ "X-Name": "a", "Set-Cookie": ["b", "c"] }));
  encodeHead(new HpackEncoder(out), 404, fields);
  const lines = [":status: 404", "x-name: a", "set-cookie: b", "set-cookie: c"];
  expect(linesOf(new HpackDecoder(4_096), out.take())).toEqual(lines);
});

test("fields of HTTP/1.1 stay behind (section 8.2.2)", () => {
  const headers = new Headers({ Connection: "close", "Keep-Alive": "1", "Transfer-Encoding": "chunked" });
  headers.append("Proxy-Connection", "close").append("Upgrade", "h2c").append("A", "b");
  expect(ResponseFields.of(headers).lines).toEqual(["a", "b"]);
});

test("the channel learns what it may not add, and decides about the length", () => {
  const fields = ResponseFields.of(new Headers({ Date: "now", "Content-Length": 5 }));
  expect(fields).toMatchObject({
    lines: ["date", "now"],
    hasDate: true,
    hasServer: false,
    declaredLength: 5,
  });
  expect(ResponseFields.of(new Headers({ Server: "s", "Content-Length": "five" }))).toMatchObject({
    lines: ["server", "s"],
    hasDate: false,
    hasServer: true,
    declaredLength: undefined,
  });
});

test("what was made of one Headers is kept until that changes", () => {
  const headers = new Headers({ a: "b" });
  const first = ResponseFields.of(headers);
  expect(ResponseFields.of(headers)).toBe(first);
  headers.set("a", "c");
  expect(ResponseFields.of(headers).lines).toEqual(["a", "c"]);
});
