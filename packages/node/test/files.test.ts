/** Which file a path leads to, and how it is answered. */
import { Site, tree } from "@headgate/core";
import type { Injected } from "@headgate/core/testing";
import { files } from "../src/index";
import type { FilesOptions } from "../src/index";
import { MODIFIED } from "./support/site-folder";
import { folder, get, LARGE, site } from "./support/served-files";

describe("a file", () => {
  test("is answered with its type, its length and its validators", async () => {
    const { code, headers, body } = await get("/a.txt");
    expect(code).toBe(200);
    expect(body.toString()).toBe("0123456789");
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-length": "10",
      "last-modified": MODIFIED.toUTCString(),
      etag: `W/"a-${MODIFIED.getTime().toString(16)}"`,
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
    });
    expect(headers.has("cache-control")).toBe(false);
  });

  test("of 64 KiB and more is sent whole", async () => {
    const { body, headers } = await get("/large.bin");
    expect(body.equals(LARGE)).toBe(true);
    expect(headers.get("content-type")).toBe("application/octet-stream");
  });

  test.each([
    ["/README", "application/octet-stream", "read me"],
    ["/empty/x.txt", "text/plain; charset=utf-8", ""],
    ["/p%C3%A4th%20%C3%BC/%C3%9F%201.svg", "image/svg+xml", "<svg/>"],
    ["/alias.txt", "text/plain; charset=utf-8", "0123456789"],
    ["/a.txt?v=1", "text/plain; charset=utf-8", "0123456789"],
  ])("%s is %s", async (target, type, content) => {
    const { code, headers, body } = await get(target);
    expect([code, headers.get("content-type"), body.toString()]).toEqual([200, type, content]);
  });

  test("HEAD gets the same head, and no content", async () => {
    const [head, whole] = [await get("/a.txt", { method: "HEAD" }), await get("/a.txt")];
    expect(head.code).toBe(200);
    expect(head.body).toHaveLength(0);
    const withoutDate = ({ headers }: Injected): string[][] =>
      [...headers].filter(([name]) => name !== "date").map(([name, value]) => [name, value]);
    expect(withoutDate(head)).toEqual(withoutDate(whole));
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is 405 with Allow", async (method) => {
    const { code, headers } = await get("/a.txt", { method, body: "x" });
    expect(code).toBe(405);
    expect(headers.get("allow")).toContain("GET, HEAD");
  });

  test("has the Cache-Control that was asked for, on 304 too", async () => {
    const cached = new Site(files(folder.root, { cacheControl: "max-age=60" }));
    const { headers } = await get("/a.txt", {}, cached);
    expect(headers.get("cache-control")).toBe("max-age=60");
    const again = await get("/a.txt", { headers: { "If-None-Match": headers.get("etag")! } }, cached);
    expect([again.code, again.headers.get("cache-control")]).toEqual([304, "max-age=60"]);
    expect(() => files(folder.root, { cacheControl: "a\r\nb" })).toThrow("CR, LF");
  });
});

describe("a folder", () => {
  const mounted = new Site(tree({ static: files(folder.root) }));

  test.each([
    [site, "/", "<h1>home</h1>"],
    [site, "/docs/", "<h1>docs</h1>"],
    [mounted, "/static/", "<h1>home</h1>"],
    [mounted, "/static/docs/", "<h1>docs</h1>"],
  ])("shows its index", async (server, target, content) => {
    const { code, headers, body } = await get(target, {}, server);
    expect([code, body.toString()]).toEqual([200, content]);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  });

  test.each([
    [site, "/docs", "/docs/"],
    [site, "/docs?a=1&b=//x", "/docs/?a=1&b=//x"],
    [mounted, "/static", "/static/"],
    [mounted, "/static/docs", "/static/docs/"],
  ])("without a slash is redirected to", async (server, target, location) => {
    const { code, headers } = await get(target, {}, server);
    expect([code, headers.get("location")]).toEqual([308, location]);
  });

  test("without an index is 404: there are no listings", async () => {
    expect((await get("/empty/")).code).toBe(404);
    expect((await get("/", {}, new Site(files(folder.root, { index: "" })))).code).toBe(404);
    expect((await get("/a.txt/")).code).toBe(404);
  });

  test.each(["//evil.test/docs/..", "//docs", "/\\evil.test", "/docs//", "/%2F/evil.test"])(
    "never redirects to another host: %s",
    async (target) => {
      const { code, headers } = await get(target);
      expect(code).toBe(404);
      expect(headers.has("location")).toBe(false);
    },
  );
});

describe("an attack", () => {
  const long = "x".repeat(300);

  test.each([
    ["path traversal", "/../secret.txt"],
    ["path traversal, encoded slash", "/..%2fsecret.txt"],
    ["path traversal, encoded dots", "/%2e%2e/secret.txt"],
    ["path traversal, from below", "/docs/..%2f..%2fsecret.txt"],
    ["path traversal, encoded twice", "/%252e%252e/secret.txt"],
    ["path traversal, overlong UTF-8", "/%c0%ae%c0%ae/secret.txt"],
    ["path traversal, backslash", "/..%5csecret.txt"],
    ["a NUL", "/a.txt%00.html"],
    ["a control character", "/a.txt%0d%0aX: y".replace(" ", "%20")],
    ["a drive", "/C:/secret.txt"],
    ["an alternate stream", "/a.txt:$DATA"],
    ["a device of Windows", "/CON"],
    ["a device of Windows with an extension", "/nul.txt"],
    ["a trailing dot", "/a.txt."],
    ["a trailing space", "/a.txt%20"],
    ["a name that is too long", `/${long}`],
    ["a path that is too long", `/${"x/".repeat(3000)}`],
    ["a link to a file outside", "/leak.txt"],
    ["a link to a folder outside", "/up/secret.txt"],
    ["a link to a folder outside, itself", "/up"],
    ["a link to itself", "/loop"],
    ["a FIFO", "/fifo"],
    ["a device", "/zero"],
    ["a dotfile", "/.env"],
    ["a folder with a dot", "/.git/config"],
    ["a current folder", "/./a.txt"],
    ["an empty segment", "//a.txt"],
  ])("by %s is 404", async (_, target) => {
    const { code, body } = await get(target);
    expect(code).toBe(404);
    expect(body.toString()).toBe("Not Found\n");
  });

  test("dotfiles are served only to whom they were promised, the folders above never", async () => {
    const open = new Site(files(folder.root, { dotfiles: true } satisfies FilesOptions));
    expect((await get("/.env", {}, open)).body.toString()).toBe("PASSWORD");
    expect((await get("/..%2f.env", {}, open)).code).toBe(404);
    expect((await get("/../secret.txt", {}, open)).code).toBe(404);
  });
});
