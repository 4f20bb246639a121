/** The file server: the same for clients of HTTP/1.1 and of HTTP/2. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, type Injected } from "@headgate/core/testing";
import { VERSIONS, withClient } from "../support/clients";
import { makeFileServer } from "./downloads";

const site = makeFileServer(join(__dirname, "public"));
const ALPHABET = "/letters/alphabet.txt";
const LETTERS = "abcdefghijklmnopqrstuvwxyz\n";

describe.each(VERSIONS)("over HTTP/%s", (version) => {
  const ask = (target: string, headers = {}, method = "GET"): Promise<Injected> =>
    inject(site, { httpVersion: version, method, target, headers });

  test.each([
    [ALPHABET, "text/plain", LETTERS],
    ["/version", "text/plain", "1.0\n"],
    ["/letters/about.md", "text/plain; charset=utf-8", "LETTERS\n\nTwenty-six of them.\n"],
  ])("%s is sent as %s", async (target, type, text) => {
    const { code, headers, body } = await ask(target);
    expect([code, headers.get("content-type"), body.toString()]).toEqual([200, type, text]);
  });

  test("an ignored extension may be left out", async () => {
    expect((await ask("/hello")).body).toEqual((await ask("/hello.html")).body);
  });

  test("a directory is listed, and has a slash", async () => {
    const listing = await ask("/letters/");
    expect(listing.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(listing.body.toString()).toMatch(/<a href="about\.md">[^]*<a href="alphabet\.txt">/);
    const bare = await ask("/letters");
    expect([bare.code, bare.headers.get("location")]).toEqual([302, expect.stringMatching(/\/letters\/$/)]);
  });

  test.each([
    ["bytes=0-3", 206, "bytes 0-3/27", "abcd"],
    ["bytes=-3", 206, "bytes 24-26/27", "yz\n"],
    ["bytes=25-", 206, "bytes 25-26/27", "z\n"],
    ["bytes=99-", 416, "bytes */27", ""],
  ])("the range %s", async (range, code, contentRange, text) => {
    const answer = await ask(ALPHABET, { Range: range });
    expect([answer.code, answer.headers.get("content-range"), answer.body.toString()]).toEqual([
      code,
      contentRange,
      text,
    ]);
  });

  test("several ranges are parts of one answer", async () => {
    const { code, headers, body } = await ask(ALPHABET, { Range: "bytes=0-1,24-25" });
    expect([code, headers.get("content-type")]).toEqual([
      206,
      expect.stringMatching(/^multipart\/byteranges; boundary="/),
    ]);
    expect(body.toString()).toMatch(/bytes 0-1\/27\r\n\r\nab\r\n[^]*bytes 24-25\/27\r\n\r\nyz\r\n/);
  });

  test("what the client has is not sent again", async () => {
    const date = (await ask(ALPHABET, {}, "HEAD")).headers.get("last-modified")!;
    const again = await ask(ALPHABET, { "If-Modified-Since": date });
    expect([again.code, again.body.toString()]).toEqual([304, ""]);
  });

  test("what is not there is 404, and so is what lies outside", async () => {
    for (const target of ["/none", "/..%2fdownloads.ts", "/%2e%2e/downloads.ts"]) {
      const { code, body } = await ask(target);
      expect([code, body.toString()]).toEqual([404, expect.stringContaining("Nothing to download here.")]);
    }
  });

  test("a range over a socket", async () => {
    await withClient(site, version, async (client) => {
      const answer = await client.ask({ path: ALPHABET, headers: { range: "bytes=10-12" } });
      expect(answer).toMatchObject({
        code: 206,
        text: "klm",
        headers: { "content-range": "bytes 10-12/27" },
      });
    });
  });

  test("dotfiles are not listed, and links out are not followed", async () => {
    const directory = mkdtempSync(join(tmpdir(), "headgate-files-"));
    try {
      writeFileSync(join(directory, ".secret"), "");
      symlinkSync(__filename, join(directory, "out.ts"));
      const own = makeFileServer(directory);
      const codes = [];
      for (const target of ["/.secret", "/out.ts", "/"]) {
        const { code, body } = await inject(own, { httpVersion: version, target });
        codes.push(code);
        expect(body.toString()).not.toContain(".secret");
      }
      expect(codes).toEqual([404, 404, 200]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
