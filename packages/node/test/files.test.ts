import { once } from "node:events";
import { truncateSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { BodyAborted, BodyDone, PathCursor, Site, tree } from "@headgate/core";
import type { IBodyTransport, IResponse } from "@headgate/core";
import { fakeRequest, inject, RecordingProtocol } from "@headgate/core/testing";
import type { Injected, InjectOptions } from "@headgate/core/testing";
import { files, listen } from "../src/index";
import type { FilesOptions } from "../src/index";
import { MODIFIED, SiteFolder } from "./support/site-folder";
import { until } from "./support/socket-pair";

const folder = new SiteFolder();
const LARGE = Buffer.alloc(300_000, "0123456789");

beforeAll(() => {
  folder.write("a.txt", "0123456789");
  folder.write("index.html", "<h1>home</h1>");
  folder.write("docs/index.html", "<h1>docs</h1>");
  folder.write("empty/x.txt", "");
  folder.write("large.bin", LARGE);
  folder.write(".env", "PASSWORD");
  folder.write(".git/config", "PASSWORD");
  folder.write("README", "read me");
  folder.write("päth ü/ß 1.svg", "<svg/>");
  folder.link("alias.txt", "a.txt");
});
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

const site = new Site(files(folder.root));

function get(target: string, options: InjectOptions = {}, server = site): Promise<Injected> {
  return inject(server, { target, ...options });
}

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

describe("a condition", () => {
  const etag = `W/"a-${MODIFIED.getTime().toString(16)}"`;
  const date = MODIFIED.toUTCString();
  const later = new Date(MODIFIED.getTime() + 1000).toUTCString();
  const earlier = new Date(MODIFIED.getTime() - 1000).toUTCString();

  test.each<[number, Record<string, string>]>([
    [304, { "If-None-Match": etag }],
    [304, { "If-None-Match": etag.slice(2) }],
    [304, { "If-None-Match": `"x", ${etag}` }],
    [304, { "If-None-Match": "*" }],
    [200, { "If-None-Match": '"x"' }],
    [200, { "If-None-Match": '"x"', "If-Modified-Since": date }],
    [304, { "If-Modified-Since": date }],
    [304, { "If-Modified-Since": later }],
    [200, { "If-Modified-Since": earlier }],
    [200, { "If-Modified-Since": "yesterday" }],
    [206, { Range: "bytes=0-1", "If-Range": date }],
    [200, { Range: "bytes=0-1", "If-Range": earlier }],
    [200, { Range: "bytes=0-1", "If-Range": later }],
    [200, { Range: "bytes=0-1", "If-Range": etag }],
    [304, { Range: "bytes=0-1", "If-None-Match": etag }],
  ])("gives %d for %j", async (code, headers) => {
    const answer = await get("/a.txt", { headers });
    expect(answer.code).toBe(code);
    expect(answer.headers.get("etag")).toBe(etag);
    expect(answer.headers.has("content-type")).toBe(code !== 304);
  });
});

describe("a range", () => {
  test.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=5-", 206, "56789", "bytes 5-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=9-18446744073709551616", 206, "9", "bytes 9-9/10"],
    ["Bytes=0-0", 206, "0", "bytes 0-0/10"],
    ["bytes=10-", 416, undefined, "bytes */10"],
    ["bytes=-0", 416, undefined, "bytes */10"],
    ["bytes=18446744073709551616-", 416, undefined, "bytes */10"],
    ["bytes=5-3", 200, "0123456789", undefined],
    ["bytes=-", 200, "0123456789", undefined],
    ["bytes=a-b", 200, "0123456789", undefined],
    ["lines=0-3", 200, "0123456789", undefined],
    ["bytes=0-1,4-5", 200, "0123456789", undefined],
    [`bytes=${"0-,".repeat(1000)}0-`, 200, "0123456789", undefined],
  ])("%.40s is %d", async (range, code, content, contentRange) => {
    const answer = await get("/a.txt", { headers: { Range: range } });
    expect(answer.code).toBe(code);
    expect(answer.headers.get("content-range")).toBe(contentRange);
    expect(content === undefined || answer.body.toString() === content).toBe(true);
  });

  test("of HEAD is not looked at", async () => {
    const { code, headers } = await get("/a.txt", { method: "HEAD", headers: { Range: "bytes=0-3" } });
    expect([code, headers.get("content-length")]).toEqual([200, "10"]);
  });

  test("of a large file starts in the middle of a piece", async () => {
    const { body } = await get("/large.bin", { headers: { Range: "bytes=65530-200000" } });
    expect(body.equals(LARGE.subarray(65_530, 200_001))).toBe(true);
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

describe("the content of a file", () => {
  async function answerTo(name: string): Promise<IResponse> {
    return files(folder.root).responseForRequest(
      fakeRequest({ target: `/${name}` }),
      PathCursor.of(`/${name}`),
    );
  }

  test("is read on demand: nothing while the reader pauses", async () => {
    const protocol = new RecordingProtocol({
      borrowsData: true,
      received: () => protocol.transport.pauseProducing(),
    });
    (await answerTo("large.bin")).deliverBody(protocol);
    const lengths: number[] = [];
    while (protocol.end === undefined) {
      await until(() => protocol.chunks.length > lengths.length || protocol.end !== undefined);
      lengths.splice(0, Infinity, ...protocol.chunks.map((chunk) => chunk.length));
      protocol.transport.resumeProducing();
    }
    expect(lengths).toEqual([65_536, 65_536, 65_536, 65_536, 300_000 - 4 * 65_536]);
    expect(protocol.end).toBe(BodyDone.instance);
  });

  test("gives its descriptor back when the reader stops, before, between and during reads", async () => {
    const stops: ((transport: IBodyTransport) => unknown)[] = [
      (transport) => transport.stopProducing(),
      (transport) => setImmediate(() => transport.stopProducing()),
    ];
    for (const stop of stops) {
      const protocol = new RecordingProtocol();
      (await answerTo("large.bin")).deliverBody(protocol);
      expect(folder.openDescriptors()).toBe(1);
      stop(protocol.transport);
      expect(await protocol.whenEnded()).toBeInstanceOf(BodyAborted);
      await until(() => folder.openDescriptors() === 0);
    }
  });

  test("of a file that is cut short while it is sent breaks off, and is never padded", async () => {
    folder.write("shrinking.bin", LARGE);
    const protocol = new RecordingProtocol({
      received: () => truncateSync(join(folder.root, "shrinking.bin"), 70_000),
    });
    (await answerTo("shrinking.bin")).deliverBody(protocol);
    expect(await protocol.whenEnded()).toBeInstanceOf(BodyAborted);
    expect(protocol.bytes.length).toBeLessThanOrEqual(70_000);
    expect((await get("/shrinking.bin")).body).toHaveLength(70_000);
  });

  test("is given back by a client that leaves in the middle of it", async () => {
    folder.write("huge.bin", Buffer.alloc(64 * 1024 * 1024));
    const endpoint = await listen(site, { host: "127.0.0.1" });
    const client = connect(endpoint.port, endpoint.host);
    client.write("GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(client, "data");
    client.pause();
    await until(() => folder.openDescriptors() === 1);
    client.resetAndDestroy();
    await until(() => folder.openDescriptors() === 0);
    await endpoint.close();
  });
});
