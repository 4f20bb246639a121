/** Names that a client claims: in Host, in X-Forwarded-For, in a path for VHostMonsterResource. */
import fc from "fast-check";
import {
  NameVirtualHost,
  proxiedLogFormatter,
  Site,
  VHostMonsterResource,
  type ILogFile,
} from "../../src/index";
import { ask, Connection, Journal } from "../support/connection";
import { branch, Leaf } from "../support/resources";

test.each(["x<script>alert(1)</script>", 'x"onload=', "x'&lt;", "<b>"])(
  "Host %s is no markup in the page of an unknown host",
  (host) => {
    const connection = Connection.to(new NameVirtualHost());
    connection.transport.feed(`GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`);
    const page = connection.transport.written.toString();
    expect(page).not.toMatch(/<script|<b>|"onload/);
  },
);

test("any Host makes a page with the same elements", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (host) => {
      const connection = Connection.to(new NameVirtualHost());
      connection.transport.feed(`GET / HTTP/1.0\r\nHost: ${host.replace(/[\r\n]/g, "")}\r\n\r\n`);
      const page = connection.transport.written.toString();
      if (page.startsWith("HTTP/1.1 400")) return;
      expect(page.match(/<[a-z]+/g)).toEqual(["<html", "<head", "<title", "<body", "<h", "<p"]);
    }),
  );
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "the host %s is unknown",
  async (host) => {
    const connection = Connection.to(new NameVirtualHost());
    connection.transport.feed(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect((await connection.answered()).response.code).toBe(404);
  },
);

describe("X-Forwarded-For, as proxiedLogFormatter documents it", () => {
  async function logged(forwarded: string): Promise<string> {
    const lines: string[] = [];
    class Logging extends Site {
      override _openLogFile(): ILogFile {
        return { write: (line) => lines.push(line) };
      }
    }
    const options = { logPath: "log", logFormatter: proxiedLogFormatter, log: new Journal() };
    const connection = new Connection(new Logging(new Leaf(() => "ok"), options));
    await connection.send("GET /", { "X-Forwarded-For": forwarded }).answered();
    expect(lines).toHaveLength(1);
    return lines[0]!;
  }

  test("spoofed: it is believed, so it is for servers that only a proxy can reach", async () => {
    expect(await logged("6.6.6.6, 10.1.1.1")).toMatch(/^"6\.6\.6\.6" - - \[/);
  });

  test.each(['1.1.1.1" - - [x] "GET /forged HTTP/1.1" 200 1', "1.1.1.1\\", "1\t2"])(
    "log forging: %p stays in its quotes",
    async (forwarded) => {
      const line = await logged(forwarded);
      expect(
        /^"(?:[^"\\]|\\.)*" - - \[[^\]]*\] "GET \/ HTTP\/1\.1" 200 2 "-" "-"\n$/.exec(line),
      ).not.toBeNull();
    },
  );

  test("it says nothing to the application", async () => {
    const leaf = new Leaf((request) => request.getClientIP() ?? "");
    const response = await ask(leaf, "GET /", { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https" });
    expect(response.body.toString()).toBe("10.0.0.2");
  });
});

test.each([
  "/vh/http/h%0d%0aSet-Cookie:x/",
  "/vh/http/h%00/",
  "/vh/http/%3Cscript%3E/",
  "/vh/https/h%2F..%2F/",
])("a host in a path (%s) that could be none is none", async (target) => {
  const root = branch({ "": new Leaf((request) => request.prePathURL()), vh: new VHostMonsterResource() });
  const response = await ask(root, `GET ${target}`);
  expect([response.code, response.headers.has("set-cookie")]).toEqual([404, false]);
});
