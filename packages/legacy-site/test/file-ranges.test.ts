/** Parts of a file: what Range asks for, and what is answered. What the field may say, byte-ranges.test.ts shows. */
import { File } from "../src/index";
import { ask, until } from "./support/connection";
import { MODIFIED, SiteFolder } from "./support/site-folder";

const DATE = MODIFIED.toUTCString();
const folder = new SiteFolder({ "a.txt": "abcdefghijklmnopqrstuvwxyz" });
const root = new File(folder.root);
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

const get = (target: string, fields: Record<string, string>) => ask(root, `GET ${target}`, fields);

test.each([
  ["bytes=5-", "bytes 5-25/26", "fghijklmnopqrstuvwxyz"],
  ["bytes=0-0", "bytes 0-0/26", "a"],
  ["bytes=-3", "bytes 23-25/26", "xyz"],
  ["bytes=-100", "bytes 0-25/26", "abcdefghijklmnopqrstuvwxyz"],
  ["bytes=20-100", "bytes 20-25/26", "uvwxyz"],
  ["bytes= 1-3 ", "bytes 1-3/26", "bcd"],
  ["bytes=0-1,", "bytes 0-1/26", "ab"],
  ["bytes=3-18446744073709551616", "bytes 3-25/26", "defghijklmnopqrstuvwxyz"],
])("%s", async (range, contentRange, content) => {
  const { code, headers, body } = await get("/a.txt", { Range: range });
  expect([code, headers.get("content-range"), body.toString()]).toEqual([206, contentRange, content]);
  expect([headers.get("content-length"), headers.get("content-type")]).toEqual([
    `${content.length}`,
    "text/plain",
  ]);
});

test.each(["bytes=26-", "bytes=-0", "bytes=100-200", "bytes=100-200,300-400", "bytes=-0,26-"])(
  "%s can't be satisfied",
  async (range) => {
    const { code, headers, body } = await get("/a.txt", { Range: range });
    expect([code, headers.get("content-range"), body.length]).toEqual([416, "bytes */26", 0]);
  },
);

test.each(["items=0-1", "bytes=5-2", "bytes=-", "bytes", "bytes=,"])("%s is ignored", async (range) => {
  const { code, body } = await get("/a.txt", { Range: range });
  expect([code, body.length]).toEqual([200, 26]);
});

test("several make one body with a part each", async () => {
  const { code, headers, body } = await get("/a.txt", { Range: "bytes=0-9,5-14,100-,-1" });
  const [, boundary = ""] =
    /^multipart\/byteranges; boundary="(\w+)"$/.exec(headers.get("content-type") ?? "") ?? [];
  const part = (range: string, content: string): string =>
    `\r\n--${boundary}\r\nContent-type: text/plain\r\nContent-range: bytes ${range}/26\r\n\r\n${content}`;
  const parts = [part("0-9", "abcdefghij"), part("5-14", "fghijklmno"), part("25-25", "z")];
  expect([code, body.toString()]).toEqual([206, `${parts.join("")}\r\n--${boundary}--\r\n`]);
  expect(headers.get("content-length")).toBe(`${body.length}`);
  expect(headers.has("content-range")).toBe(false);
});

test("with a condition that holds, no part", async () => {
  const { code } = await get("/a.txt", { Range: "bytes=0-1", "If-Modified-Since": DATE });
  expect(code).toBe(304);
});

test("If-Range is overlooked as by twisted.web, and kept on a hardened site", async () => {
  const fields = { Range: "bytes=0-1", "If-Range": '"another"' };
  expect((await get("/a.txt", fields)).code).toBe(206);
  const hardened = (validator: string) =>
    ask(root, "GET /a.txt", { ...fields, "If-Range": validator }, undefined, { hardened: true });
  expect((await hardened('"another"')).code).toBe(200);
  expect((await hardened(new Date(0).toUTCString())).code).toBe(200);
  expect((await hardened(DATE)).code).toBe(206);
});
