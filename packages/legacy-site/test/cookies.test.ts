/** Cookies, to the client and from it: every attribute, in twisted.web's order, and what becomes of odd ones. */
import fc from "fast-check";
import { cookieOptions, formatCookie, readCookies, type Cookies } from "../src/cookies";
import type { Request } from "../src/index";
import { ask, Connection } from "./support/connection";
import { Leaf } from "./support/resources";

const noCookies = (): Cookies => Object.create(null) as Cookies;

describe("addCookie", () => {
  const setCookie = async (add: (request: Request) => void): Promise<string[]> => {
    const leaf = new Leaf((request) => {
      add(request);
      return "";
    });
    return (await ask(leaf, "GET /")).headers.getAll("set-cookie");
  };

  test("of a name and a value", async () => {
    expect(await setCookie((request) => request.addCookie("name", "value"))).toEqual(["name=value"]);
  });

  test("with every attribute, by name", async () => {
    const add = (request: Request): void =>
      request.addCookie("full", "v", {
        sameSite: "LAX",
        httpOnly: true,
        secure: true,
        comment: "a comment",
        maxAge: "3600",
        path: "/app",
        domain: ".example.com",
        expires: "Wed, 01 Jan 2031 00:00:00 GMT",
      });
    expect(await setCookie(add)).toEqual([
      "full=v; Expires=Wed, 01 Jan 2031 00:00:00 GMT; Domain=.example.com; Path=/app; Max-Age=3600; " +
        "Comment=a comment; Secure; HttpOnly; SameSite=lax",
    ]);
  });

  test("with every attribute, in order", async () => {
    const add = (request: Request): void =>
      request.addCookie("k", "v", "soon", "example.com", "/", 60, "why", true, 1, "none");
    expect(await setCookie(add)).toEqual([
      "k=v; Expires=soon; Domain=example.com; Path=/; Max-Age=60; Comment=why; Secure; HttpOnly; SameSite=none",
    ]);
  });

  test("one field for each call, behind fields set by hand; the application may take one back", async () => {
    const add = (request: Request): void => {
      request.addCookie("a", "1");
      request.addCookie("gone", "2");
      request.addCookie("a", "3", { max_age: 0 });
      request.cookies.splice(1, 1);
      request.responseHeaders.addRawHeader("set-cookie", "manual=1");
    };
    expect(await setCookie(add)).toEqual(["manual=1", "a=1", "a=3; Max-Age=0"]);
  });

  test("text goes as UTF-8, and bytes as they are", async () => {
    const utf8 = "na\u00c3\u00afve"; // as the test client shows octets
    expect(await setCookie((request) => request.addCookie("t", "naïve"))).toEqual([`t=${utf8}`]);
    expect(await setCookie((request) => request.addCookie("b", Buffer.from("naïve")))).toEqual([`b=${utf8}`]);
  });

  test("after the head is out it has no effect", async () => {
    const add = (request: Request): void => {
      request.write("x");
      request.addCookie("late", "1");
    };
    expect(await setCookie(add)).toEqual([]);
  });

  test.each([["everywhere"], ["none"], ["lax "]])("sameSite %j is refused", async (sameSite) => {
    expect(() => formatCookie("k", "v", { sameSite })).toThrow(RangeError);
    const leaf = new Leaf((request) => (request.addCookie("k", "v", { sameSite }), ""));
    expect((await ask(leaf, "GET /")).code).toBe(500);
  });

  test.each([[1.5], [NaN], [{}], [true]])("a Max-Age of %p is refused", (maxAge) => {
    expect(() => formatCookie("k", "v", { maxAge: maxAge as never })).toThrow(TypeError);
  });

  test("null stands for no attribute", () => {
    expect(formatCookie("k", "v", cookieOptions([null, null, "/"]))).toBe("k=v; Path=/");
    expect(formatCookie("", "", cookieOptions([]))).toBe("=");
  });
});

describe("received cookies", () => {
  test.each([
    ["a=1; b=2;c=3", { a: "1", b: "2", c: "3" }],
    ["a=b=c", { a: "b=c" }],
    ["lonely; a=1", { a: "1" }],
    ["a=1; a=2", { a: "2" }],
    ["a=1 ; b=2 ", { a: "1 ", b: "2 " }],
    [" \t\va=1", { a: "1" }],
    ["a =1", { "a ": "1" }],
    ["=nameless", { "": "nameless" }],
    ['a="q;r"', { a: '"q' }],
    ["a=%20x", { a: "%20x" }],
    ["", {}],
    [";;=", { "": "" }],
  ])("%j: %j", (field, expected) => {
    const cookies = noCookies();
    readCookies(field, cookies);
    expect({ ...cookies }).toEqual(expected);
  });

  test("of all fields; one that is not there is null", () => {
    const leaf = new Leaf((request) =>
      JSON.stringify(["a", "b", "c"].map((name) => request.getCookie(name))),
    );
    const connection = Connection.to(leaf);
    connection.transport.feed(
      "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2; a=3\r\nConnection: close\r\n\r\n",
    );
    expect(connection.transport.written.toString()).toMatch(/\r\n\r\n\["3","2",null\]$/);
  });

  test("a subclass may read them in its own way", async () => {
    const seen: Cookies[] = [];
    const leaf = new Leaf((request) => {
      Object.assign(request, {
        parseCookies(this: Request) {
          this.received_cookies["own"] = "1";
        },
      });
      seen.push(request.received_cookies);
      return String(request.getCookie("own"));
    });
    expect((await ask(leaf, "GET /", { Cookie: "a=1" })).body.toString()).toBe("1");
    expect({ ...seen[0] }).toEqual({ own: "1" });
  });

  test("what was set is read back", () => {
    const text = fc.string({ unit: "grapheme" }).map((any) => any.replace(/[\0-\x20\x7f;=]/g, ""));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (pairs) => {
        const cookies = noCookies();
        readCookies(pairs.map(([name, value]) => formatCookie(name, value, {})).join("; "), cookies);
        expect({ ...cookies }).toEqual(Object.fromEntries(pairs));
      }),
    );
  });
});
