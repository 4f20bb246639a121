import { redirectTo } from "../src/index";
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
