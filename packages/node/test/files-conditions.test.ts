/** Conditions and ranges of a file. */
import { MODIFIED } from "./support/site-folder";
import { get, LARGE } from "./support/served-files";

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
