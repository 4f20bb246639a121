import { addSlash, redirectTo } from "../src/index";
import { ask } from "./support/connection";
import { Leaf } from "./support/resources";

test("302 with the URL as it is, and a page that has it escaped", async () => {
  const { code, headers, body } = await ask(
    new Leaf((request) => redirectTo('/x?a="><b>&c', request)),
    "GET /",
  );
  expect([code, headers.get("location")]).toEqual([302, '/x?a="><b>&c']);
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(body.toString()).toBe(
    `
<html>
    <head>
        <meta http-equiv="refresh" content="0;URL=/x?a=&quot;&gt;&lt;b&gt;&amp;c">
    </head>
    <body bgcolor="#FFFFFF" text="#000000">
    <a href="/x?a=&quot;&gt;&lt;b&gt;&amp;c">click here</a>
    </body>
</html>
`,
  );
});

// Rows of twisted.web 22.4, but for those that lead to another host.
test.each([
  ["/sub", "/sub/"],
  ["/sub?x=1", "/sub/?x=1"],
  ["/sub?", "/sub/"],
  ["/sub?a=1&a=", "/sub/?a=1&a="],
  ["/sub?next=http://x/?y", "/sub/?next=http://x/?y"],
  ["/%73ub?q=%zz", "/%73ub/?q=%zz"],
  ["/a//b", "/a//b/"],
  ["/./sub", "/./sub/"],
  ["//evil.test", "/.//evil.test/"],
  ["/\\evil.test?x", "/./\\evil.test/?x"],
  ["http://evil.test/sub?x", "/sub/?x"],
  ["http://evil.test//other.test", "/.//other.test/"],
])("addSlash: %s -> %s", (uri, expected) => {
  expect(addSlash({ uri })).toBe(expected);
});
