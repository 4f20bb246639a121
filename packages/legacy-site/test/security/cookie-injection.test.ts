/** Attacks by cookies: on the response, on other attributes of the same cookie, on the objects that hold them. */
import fc from "fast-check";
import { formatCookie } from "../../src/cookies";
import { ask } from "../support/connection";
import { Leaf } from "../support/resources";

describe("response splitting by a cookie", () => {
  test.each([
    ["1\r\nX-Evil: yes", "x=1 X-Evil: yes"],
    ["1\nX-Evil: yes", "x=1 X-Evil: yes"],
    ["1\rX-Evil: yes", "x=1 X-Evil: yes"],
    ["1\r\n\r\n<script>", "x=1  <script>"],
    ["1\0\x1b\x7f2", "x=1   2"],
    ["last\r\n", "x=last"],
  ])("a value of %j", async (value, sent) => {
    const leaf = new Leaf((request) => {
      request.addCookie("x", value);
      return "";
    });
    const { headers } = await ask(leaf, "GET /");
    expect([headers.getAll("set-cookie"), headers.has("x-evil")]).toEqual([[sent], false]);
  });

  test("characters that end in the octets of CR and LF are sent as UTF-8", async () => {
    const leaf = new Leaf((request) => (request.addCookie("x", "\u010d\u010aX-Evil: yes"), ""));
    expect((await ask(leaf, "GET /")).headers.has("x-evil")).toBe(false);
  });
});

describe("attribute injection", () => {
  test("a semicolon begins nothing", () => {
    expect(formatCookie("x;y", "1; Path=/admin", { path: "/a;b\nc", domain: "a;Secure" })).toBe(
      "x y=1  Path=/admin; Domain=a Secure; Path=/a b c",
    );
  });

  test("no text at all makes more attributes or lines than were given", () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom(";", "\r", "\n", "\0", "=", "a"), fc.string()) });
    fc.assert(
      fc.property(text, text, text, (name, value, path) => {
        const cookie = formatCookie(name, value, { path, httpOnly: true });
        expect(cookie.split(";")).toHaveLength(3);
        expect(cookie).not.toMatch(/[\r\n\0]/);
      }),
    );
  });
});

describe("names from a prototype", () => {
  test("__proto__ and its like are names as any other", async () => {
    const leaf = new Leaf((request) =>
      JSON.stringify(["__proto__", "constructor", "toString"].map((name) => request.getCookie(name))),
    );
    const { body } = await ask(leaf, "GET /", { Cookie: "__proto__=x; a=1" });
    expect(body.toString()).toBe('["x",null,null]');
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });
});
