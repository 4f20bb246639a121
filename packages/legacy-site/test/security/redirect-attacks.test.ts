/** Redirects whose target a client has chosen: nothing of it becomes markup, another field, or a script. */
import fc from "fast-check";
import { ParentRedirect, redirectTo } from "../../src/index";
import { Connection } from "../support/connection";
import { Leaf } from "../support/resources";

const root = new Leaf((request) => redirectTo(request.args["to"]?.[0] ?? "/", request));

function redirected(to: string): { fields: [string, string][]; location: string; body: string } {
  const { response, body } = Connection.to(root).send(`GET /?to=${encodeURIComponent(to)}`) as Connection & {
    body: string;
  };
  const fields = [...response.headers] as [string, string][];
  return { fields, location: response.headers.get("location") ?? "", body };
}

const NAMES = ["server", "date", "content-type", "location", "content-length"];

test.each([
  ["CR LF and a field", "/x\r\nX-Evil: 1"],
  ["LF alone", "/x\nX-Evil: 1"],
  ["CR alone", "/x\rX-Evil: 1"],
  ["CR LF CR LF and a page", "/x\r\n\r\n<html>evil</html>"],
  ["NUL", "/x\0\r\nX-Evil: 1"],
  ["NEL and line separator", "/x\u0085\u2028X-Evil: 1"],
])("response splitting: %s stays in the Location", (_how, to) => {
  const { fields } = redirected(to);
  expect(fields.map(([name]) => name)).toEqual(NAMES);
});

test("response splitting: no target makes another field (any text)", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-composite", maxLength: 40 }), (to) => {
      expect(redirected(to).fields.map(([name]) => name)).toEqual(NAMES);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['"><script>alert(1)</script>'],
  ["'><img src=x onerror=alert(1)>"],
  ["/</a><svg onload=alert(1)>"],
  ["&lt;script&gt;"],
])("CVE-2024-41810: %s is text in the page", (to) => {
  const { body } = redirected(to);
  expect(body.match(/<[^/!]/g)).toHaveLength(5); // html, head, meta, body, a
  expect(body.match(/"/g)).toHaveLength(10);
  expect(body).not.toMatch(/<(?:script|img|svg)/);
});

test.each([
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  " \u0001javascript:alert(1)",
  "java\tscript:alert(1)",
  "java\r\nscript:alert(1)",
  "javascript\t:alert(1)",
  "vbscript:x",
  "data:text/html,<script>alert(1)</script>",
])("a script (%p) is nothing to click on", (to) => {
  const { body } = redirected(to);
  const urls = [...body.matchAll(/(?:href="|URL=)([^"]*)"/g)].map(([, url = ""]) => url);
  expect(urls).toHaveLength(2);
  for (const url of urls) {
    expect(url.replace(/[\t\r\n]/g, "")).not.toMatch(/^[\0-\x20]*(?:javascript|vbscript|data):/i);
  }
});

test("an honest colon stays: %3A only for scripts", () => {
  expect(redirected("mailto:a@b").body).toContain('href="mailto:a@b"');
  expect(redirected("/a:b").body).toContain('href="/a:b"');
});

test.each(['evil"><script>', "evil\\@good", "a b", "evil/path"])(
  "a Host that is none (%s) never comes to be a Location",
  (host) => {
    const connection = Connection.to(new ParentRedirect());
    connection.transport.feed(`GET /x HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(connection.transport.written.toString()).toMatch(/^HTTP\/1\.1 400 /);
  },
);
