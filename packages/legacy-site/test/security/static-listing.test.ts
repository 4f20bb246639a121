/** Attacks on the listing of a directory, and on the redirect to it: names and targets that want to be HTML, or hosts. */
import { File, Resource, type AnyResource } from "../../src/index";
import { ask } from "../support/connection";
import { branch } from "../support/resources";
import { SiteFolder } from "../support/site-folder";

const NAMES = [
  "<img src=x onerror=alert(1)>",
  "\"onmouseover=alert(1) x='",
  "javascript:alert(1)",
  "data:text,x",
  "a&lt;b",
  "%3Cscript%3E",
  "line\nbreak\r",
  "tab\tü\u202e",
];
const folder = new SiteFolder(Object.fromEntries(NAMES.map((name) => [name, ""])));
folder.mkdir("<script>");
folder.mkdir("evil.test");
folder.mkdir("index/evil.test");
folder.mkdir("\\evil.test");
afterAll(() => folder.remove());

const get = (target: string, site: AnyResource, hardened = false) =>
  ask(site, `GET ${target}`, {}, undefined, { hardened });

describe("the listing", () => {
  const site = Object.assign(new File(folder.root), { indexNames: [] });

  test("has names escaped as text, and encoded in links", async () => {
    const html = (await get("/", site)).body.toString();
    const links = [...html.matchAll(/<a href="([^"]*)">/g)].map(([, link = ""]) => link);
    expect(links).toHaveLength(NAMES.length + 4);
    for (const link of links) expect(link).toMatch(/^[\w.~%-]+\/?$/);
    expect(links.map((link) => decodeURIComponent(link))).toEqual(expect.arrayContaining(NAMES));
    expect(html).not.toMatch(/<(?:img|script)|onmouseover=alert\(1\) x='/);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  test("has the target escaped, encoded or not", async () => {
    for (const target of ["/?<script>alert(1)</script>", "/?%3Cscript%3E", "/%3Cscript%3E/"]) {
      const { code, body } = await get(target, site);
      expect([code, body.includes("<script>")]).toEqual([200, false]);
    }
  });

  test("is UTF-8 whatever the target, and not to be sniffed on a hardened site", async () => {
    const { headers } = await get("/?+ADw-script+AD4-", site, true);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("the redirect to a directory leads to no other host", () => {
  const site = new File(folder.root);
  const twice = branch({ "": site });

  test.each<[string, AnyResource]>([
    ["//evil.test", site],
    ["//evil.test", twice],
    ["//evil.test?x", twice],
    ["//evil.test/../evil.test", twice],
    ["/%2e//evil.test", Object.assign(new Resource(), { getChild: () => site })],
    ["/\\evil.test", site],
    ["/%5cevil.test", site],
    ["http://evil.test/evil.test", site],
    ["http://evil.test//evil.test", twice],
  ])("%s", async (target, tree) => {
    const { code, headers, body } = await ask(tree, `GET ${target}`);
    const location = headers.get("location") ?? "/";
    expect(code < 400 ? code : 404).toBe(code);
    expect(new URL(location, "http://site.test/x").host).toBe("site.test");
    expect(body.toString()).not.toMatch(/(?:URL=|href=")\/[/\\]/);
  });

  test("the redirects are redirects", async () => {
    expect((await ask(twice, "GET //evil.test")).headers.get("location")).toBe("/.//evil.test/");
    expect((await ask(site, "GET /%5cevil.test")).headers.get("location")).toBe("/%5cevil.test/");
  });

  test("a target with quotes is escaped in its page", async () => {
    const { body } = await ask(site, "GET /evil.test?\"><script>'");
    expect(body.toString()).not.toContain("<script>");
  });
});
