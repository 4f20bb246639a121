import { BodyAlreadyClaimed, BodyDone, InvalidField, InvalidResponse } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import { UNKNOWN_LENGTH } from "../../src/interfaces/message";
import { BytesResponse, checkResponse, respond, type ResponseBody } from "../../src/message/response";
import { isFinalStatus, isInterimStatus, neverHasContent, reasonPhrase } from "../../src/message/status";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

function contentOf(body: ResponseBody): string {
  const reader = new RecordingProtocol();
  respond(200, {}, body).deliverBody(reader);
  expect(reader.end).toBe(BodyDone.instance);
  return reader.text;
}

describe("respond", () => {
  test.each<[string, ResponseBody, number | string, string]>([
    ["text", "caf\u00e9", 5, "caf\u00e9"],
    ["octets", new Uint8Array([104, 105]), 2, "hi"],
    ["part of a larger buffer", Buffer.from("xhix").subarray(1, 3), 2, "hi"],
    ["an iterable", ["a", "b"], UNKNOWN_LENGTH, "ab"],
    ["another body", respond(200, {}, "inner"), 5, "inner"],
    ["empty text", "", 0, ""],
    ["null", null, 0, ""],
    ["nothing", undefined, 0, ""],
  ])("takes %s", (_name, body, length, text) => {
    expect(respond(200, {}, body).length).toBe(length);
    expect(contentOf(body)).toBe(text);
  });

  test("calls text text/plain, unless it is told otherwise or there is none", () => {
    expect(respond(200, {}, "a").headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(respond(200, { "Content-Type": "text/html" }, "a").headers.getAll("content-type")).toEqual([
      "text/html",
    ]);
    expect(respond(200, {}, "").headers.has("content-type")).toBe(false);
    expect(respond(200, {}, Buffer.from("a")).headers.has("content-type")).toBe(false);
  });

  test("copies the fields that it is given", () => {
    const headers = new Headers({ a: "1" });
    const response = respond(200, headers, "text");
    response.headers.set("b", "2");
    expect([...headers]).toEqual([["a", "1"]]);
  });

  test.each([0, 100, 101, 199, 1_000, 200.5, NaN, -200])("%d is no status of a final response", (code) => {
    expect(() => respond(code)).toThrow(InvalidResponse);
  });

  test.each([204, 205, 304])("%i takes no content", (code) => {
    expect(() => respond(code, {}, "a")).toThrow(InvalidResponse);
    expect(() => respond(code, {}, [])).toThrow(InvalidResponse);
    for (const nothing of ["", Buffer.alloc(0), null]) expect(respond(code, {}, nothing).length).toBe(0);
  });

  test("refuses fields that can't be sent", () => {
    expect(() => respond(200, { a: "b\r\nc" })).toThrow(InvalidField);
  });

  test("of known content is delivered any number of times; a chunk belongs to whom it is given", () => {
    const response = respond(200, {}, Buffer.from("abc"));
    for (let i = 0; i < 3; i++) {
      const reader = new RecordingProtocol();
      response.deliverBody(reader);
      expect(reader.text).toBe("abc");
      reader.chunks[0]?.fill("x");
    }
  });

  test("of a stream is delivered once", () => {
    const response = respond(200, {}, ["a"]);
    response.deliverBody(new RecordingProtocol());
    expect(() => response.deliverBody(new RecordingProtocol())).toThrow(BodyAlreadyClaimed);
  });

  test("with trailers is a stream, whatever its content", () => {
    const trailers = (): Headers => new Headers();
    expect(respond(200, {}, "a", { trailers })).not.toBeInstanceOf(BytesResponse);
    expect(respond(200, {}, "a", { phrase: "Fine" })).toMatchObject({ phrase: "Fine", length: 1 });
    expect(respond(200, {}, ["a"], { phrase: "Fine", trailers })).toMatchObject({ phrase: "Fine", trailers });
  });
});

test.each<[unknown, RegExp]>([
  [undefined, /undefined, which is no response/],
  [null, /null, which is no response/],
  ["text", /text, which is no response/],
  [new Map(), /an object of the class Map/],
  [{ ...respond(200), code: "200" }, /no response/],
])("%p is no response, and the message says what it is", (value, message) => {
  expect(() => {
    checkResponse(value);
  }).toThrow(message);
});

test("what a status says", () => {
  expect([99, 100, 103, 199, 200, 103.5].map(isInterimStatus)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect([199, 200, 599, 999, 1_000, 200.5].map(isFinalStatus)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect([101, 200, 204, 205, 304].map(neverHasContent)).toEqual([true, false, true, false, true]);
  expect([reasonPhrase(200), reasonPhrase(413), reasonPhrase(299)]).toEqual([
    "OK",
    "Content Too Large",
    "Unknown",
  ]);
});
