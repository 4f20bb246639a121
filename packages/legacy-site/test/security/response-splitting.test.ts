/** Attacks by what an application passes on: a value, a name or a phrase that would begin another field, or a response. */
import fc from "fast-check";
import type { Request } from "../../src/index";
import { Connection } from "../support/connection";
import { Leaf } from "../support/resources";

const BREAKS = ["\r\n", "\n", "\r", "\0", "\u010d\u010a", "\u560d\u560a", "\u0085", "\u2028", "\v", "\x1b"];
const EVIL = "X-Evil: yes";

type Passes = (request: Request, text: string) => void;

const WAYS: [where: string, Passes][] = [
  ["a value", (request, text) => request.setHeader("x-passed", text)],
  ["a value of several", (request, text) => request.responseHeaders.setRawHeaders("x-passed", ["a", text])],
  ["a value that is added", (request, text) => request.responseHeaders.addRawHeader("x-passed", text)],
  ["a value as bytes", (request, text) => request.setHeader("x-passed", Buffer.from(text))],
  ["a media type", (request, text) => request.setHeader("content-type", text)],
  ["the default media type", (request, text) => (request.defaultContentType = text)],
  ["a phrase", (request, text) => request.setResponseCode(200, text)],
  ["a phrase as bytes", (request, text) => request.setResponseCode(200, Buffer.from(text))],
  ["a tag", (request, text) => request.setETag(text)],
  ["a Location", (request, text) => request.redirect(text)],
  ["a cookie's name", (request, text) => request.addCookie(text, "1")],
  ["a cookie's value", (request, text) => request.addCookie("a", text)],
  ["a cookie by hand", (request, text) => request.cookies.push(text)],
  ["a cookie's attributes", (request, text) => request.addCookie("a", "1", { path: text, domain: text })],
];

/** What comes for a request whose answer passes `text` on, and for the one behind it. */
function answered(passes: Passes, text: string): Connection {
  const connection = Connection.to(
    new Leaf((request) => {
      if (request.uri === "/next") return "next";
      passes(request, text);
      return "page";
    }),
  );
  return connection.send("GET /").send("GET /next");
}

function expectUnsplit({ responses }: Connection): void {
  expect(responses.map(({ body }) => body.toString())).toEqual(["page", "next"]);
  expect(responses.some(({ headers }) => headers.has("x-evil"))).toBe(false);
}

describe.each(WAYS)("response splitting by %s", (_where, passes) => {
  test.each(BREAKS)("%j begins no other field", (end) => {
    expectUnsplit(answered(passes, `safe${end}${EVIL}`));
  });

  test.each(BREAKS)("%j, twice, begins no page", (end) => {
    expectUnsplit(answered(passes, `safe${end}${end}HTTP/1.1 200 OK${end}${EVIL}${end}${end}evil`));
  });

  test("any text leaves the fields as they are", () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom(...BREAKS, ":", " ", EVIL), fc.string()) });
    fc.assert(
      fc.property(text, (given) => expectUnsplit(answered(passes, given))),
      { numRuns: 50 },
    );
  });
});

describe("header injection by a name", () => {
  test.each([
    ...BREAKS.map((end) => [`x-a${end}${EVIL}`]),
    ["x-evil: yes"],
    ["x evil"],
    ["x-evil\t"],
    ["(x)"],
    ["x-\u00e9vil"],
  ])("%j is no name: 500, and nothing of it is sent", (name) => {
    const connection = Connection.to(
      new Leaf((request) => {
        request.setHeader(name, "1");
        return "page";
      }),
    ).send("GET /");
    expect([connection.response.code, connection.response.headers.has("x-evil")]).toEqual([500, false]);
    expect(connection.transport.written.toString("latin1")).not.toContain(name);
  });
});
