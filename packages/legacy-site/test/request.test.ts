/** What a request tells about itself: fields, addresses, credentials, URLs, arguments, content. */
import { StringTransport } from "@headgate/core/testing";
import { ContentFile, NOT_DONE_YET, Resource, Site, type AnyResource, type Request } from "../src/index";
import { Connection, Journal } from "./support/connection";
import { branch, Leaf } from "./support/resources";

/** What `look` finds out while a request renders. */
function seen<T>(
  look: (request: Request) => T,
  line = "GET /",
  fields: Record<string, string> = {},
  body?: string,
): T {
  let found: T | undefined;
  const leaf = new Leaf((request) => {
    found = look(request);
    return "";
  });
  const connection = Connection.to(branch({ "": leaf, a: branch({ "": leaf, b: leaf }) }));
  connection.send(line, fields, body);
  if (connection.response.code !== 200) throw new Error(`answered with ${connection.response.code}`);
  return found as T;
}

describe("the head", () => {
  test("is as it was sent", () => {
    const { method, uri, path, clientproto } = seen((request) => request, "GET /a/b/c%20d?x=1#y");
    expect([method, uri, path, clientproto]).toEqual(["GET", "/a/b/c%20d?x=1#y", "/a/b/c%20d", "HTTP/1.1"]);
  });

  test("of an absolute target has its path", () => {
    const { uri, path, prepath } = seen((request) => request, "GET http://other/a/b?x");
    expect([uri, path, prepath]).toEqual(["http://other/a/b?x", "/a/b", ["a", "b"]]);
  });

  test("before it is in, says so", () => {
    let made: string[] = [];
    class Early extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        const fresh = new (request.constructor as new (channel: unknown) => Request)(request.channel);
        made = [fresh.method, fresh.uri, fresh.clientproto];
        return new Leaf(() => "");
      }
    }
    Connection.to(new Early()).send("GET /x");
    expect(made).toEqual(["(no method yet)", "(no uri yet)", "(no clientproto yet)"]);
  });
});

describe("fields", () => {
  const FIELDS = { "X-Test": "one", "x-test": "two", __proto__x: "3" };

  test("getHeader gives the last value, or null", () => {
    expect(seen((request) => request.getHeader("X-TEST"), "GET /", FIELDS)).toBe("two");
    expect(seen((request) => request.getHeader("x-missing"))).toBeNull();
  });

  test("getAllHeaders has lower-case names and no prototype", () => {
    const all = seen((request) => request.getAllHeaders(), "GET /", { ...FIELDS, Constructor: "x" });
    expect(Object.getPrototypeOf(all)).toBeNull();
    expect(all).toMatchObject({ host: "localhost", "x-test": "two", constructor: "x" });
  });

  test("Server can be removed, and Date is there for who asks", () => {
    const leaf = new Leaf((request) => {
      expect(request.responseHeaders.hasHeader("date")).toBe(true);
      request.responseHeaders.removeHeader("server");
      return "";
    });
    const { headers } = Connection.to(leaf).send("GET /").response;
    expect([headers.has("server"), headers.getAll("date").length]).toEqual([false, 1]);
  });

  test("redirect sets code and location, and no more", () => {
    const leaf = new Leaf((request) => {
      request.redirect("/elsewhere?a=b");
      return "there";
    });
    const { code, headers, body } = Connection.to(leaf).send("GET /").response;
    expect([code, headers.get("location"), body.toString()]).toEqual([302, "/elsewhere?a=b", "there"]);
  });
});

describe("hosts and addresses", () => {
  test.each([
    ["localhost", "localhost"],
    ["example.com:8080", "example.com"],
    ["[::1]:80", "::1"],
    ["[::1]", "::1"],
  ])("the name in Host: %s is %s", (host, name) => {
    const transport = new StringTransport();
    const leaf = new Leaf((request) => request.getRequestHostname());
    transport.connect(new Site(leaf, { log: new Journal() }).buildProtocol());
    transport.feed(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(transport.written.toString()).toMatch(new RegExp(`\r\n\r\n${name}$`));
  });

  test("the client's is that of the connection", () => {
    expect(seen((request) => [request.getClientAddress(), request.getClientIP()])).toEqual([
      { type: "TCP", host: "10.0.0.2", port: 4321 },
      "10.0.0.2",
    ]);
  });

  test("setHost changes field, address and scheme", () => {
    const [host, url, address, isSecure] = seen((request) => {
      request.setHost("www.example.com", 443, true);
      return [request.getHeader("host"), request.prePathURL(), request.getHost().port, request.isSecure()];
    });
    expect([host, url, address, isSecure]).toEqual([
      "www.example.com",
      "https://www.example.com/",
      443,
      true,
    ]);
    expect(seen((request) => (request.setHost("h", 81), request.getHeader("host")))).toBe("h:81");
  });
});

describe("Basic credentials", () => {
  test.each([
    ["Basic dXNlcjpwYXNzOndvcmQ=", "user", "pass:word"],
    ["basic  dXNlcjpwYXNz", "user", "pass"],
    ["Basic w7xzZXI6cMOkc3M=", "üser", "päss"],
    ["Basic dXNl*cjpwYXNz", "user", "pass"],
    ["Basic dXNlcjpwYXNz====", "user", "pass"],
    ["Basic bm9jb2xvbg==", "", ""],
    ["Basic dXNlcjpwYXN", "", ""],
    ["Basic dXNlcjpwYXNz extra", "", ""],
    ["Bearer dXNlcjpwYXNz", "", ""],
    ["Basic", "", ""],
  ])("%s: %s, %s", (field, user, password) => {
    const found = seen((request) => [request.getUser(), request.getPassword()], "GET /", {
      Authorization: field,
    });
    expect(found).toEqual([user, password]);
  });
});

describe("URLs", () => {
  test.each([
    ["GET /a/b", "http://localhost:8080/a/b", "b/kid", "sib"],
    ["GET /a/b/", "http://localhost:8080/a/b", "kid", "../sib"],
    ["GET /a/b/c/d?x=y", "http://localhost:8080/a/b", "../kid", "../../sib"],
    ["GET /a/", "http://localhost:8080/a/", "kid", "sib"],
  ])("of %s", (line, url, child, sibling) => {
    const found = seen(
      (request) => [request.prePathURL(), request.childLink("kid"), request.sibLink("sib")],
      line,
    );
    expect(found).toEqual([url, child, sibling]);
  });

  test("URLPath leads on from there", () => {
    expect(seen((request) => String(request.URLPath().sibling("c")), "GET /a/b?q")).toBe(
      "http://localhost:8080/a/c",
    );
  });

  test("the root is remembered", () => {
    class Root extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.rememberRootURL();
        return new Leaf(() => String(request.getRootURL()));
      }
    }
    expect(Connection.to(branch({ app: new Root() })).send("GET /app/x/y").body).toBe(
      "http://localhost:8080/app",
    );
  });
});

describe("arguments and content", () => {
  const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
  const args = (request: Request): Record<string, string[]> => ({ ...request.args });

  test("names of a form replace those of the query", () => {
    expect(seen(args, "POST /?a=q&z=1", FORM, "a=1&a=2")).toEqual({ a: ["1", "2"], z: ["1"] });
    expect(seen((request) => request.argsBytes["a"]?.[0], "POST /", FORM, "a=%FF")).toEqual(
      Buffer.from([0xff]),
    );
  });

  test("of several media types the first one counts", () => {
    const twice = (...types: string[]): string => {
      const fields = types.map((type) => `Content-Type: ${type}\r\n`).join("");
      const connection = Connection.to(new Leaf((request) => Object.keys(request.args).join()));
      connection.transport.feed(
        `POST / HTTP/1.1\r\nHost: a\r\n${fields}Content-Length: 3\r\nConnection: close\r\n\r\na=1`,
      );
      return connection.transport.written.toString().split("\r\n\r\n")[1]!;
    };
    expect(twice(FORM["Content-Type"], "text/plain")).toBe("a");
    expect(twice("text/plain", FORM["Content-Type"])).toBe("");
  });

  test("only a POST has a form, and its content is there all the same", () => {
    expect(seen(args, "PUT /?a=q", FORM, "a=1")).toEqual({ a: ["q"] });
    expect(seen((request) => request.content.read().toString(), "POST /", FORM, "a=1")).toBe("a=1");
  });

  test("may be replaced", () => {
    const found = seen((request) => {
      request.args = { b: ["2"] };
      return request.args;
    }, "GET /?a=1");
    expect(found).toEqual({ b: ["2"] });
  });

  test("without a body there is an empty file; after finish there is none", () => {
    expect(seen((request) => request.content.read())).toHaveLength(0);
    const request = seen((one) => one, "POST /", {}, "body");
    expect(request.content).toBeNull();
  });

  test("content is a file", () => {
    const found = seen(
      (request) => [request.content instanceof ContentFile, request.content.readline(2)],
      "POST /",
      {},
      "one\n",
    );
    expect(found).toEqual([true, Buffer.from("on")]);
  });
});

test("flags and numbers, as applications read them", () => {
  const flags: unknown[] = [];
  const leaf = new Leaf((request) => {
    const note = (): unknown =>
      flags.push([request.startedWriting, request.finished, request.sentLength, request.code]);
    note();
    request.write("12345");
    note();
    request.finish();
    note();
    return NOT_DONE_YET;
  });
  Connection.to(leaf).send("GET /");
  expect(flags).toEqual([
    [0, 0, 0, 200],
    [1, 0, 5, 200],
    [1, 1, 5, 200],
  ]);
});
