/** Attacks on File by Range (CVE-2011-3192 and its kin): one request that asks for a file a thousand times over. */
import { File } from "../../src/index";
import { ask } from "../support/connection";
import { SiteFolder } from "../support/site-folder";

const SIZE = 100_000;
const folder = new SiteFolder({ "a.bin": Buffer.alloc(SIZE) });
const site = new File(folder.root);
afterAll(() => folder.remove());

test.each([
  ["the whole file, often", Array(1000).fill("0-").join()],
  ["overlapping parts", Array.from({ length: 1000 }, (_, at) => `${at}-`).join()],
  ["suffixes", Array.from({ length: 1000 }, (_, at) => `-${SIZE - at}`).join()],
  ["single octets", Array.from({ length: 1300 }, (_, at) => `${at}-${at}`).join()],
  ["the same octet", Array(2000).fill("0-0").join()],
])("%s: sent once, whole", async (_what, ranges) => {
  const { code, body, headers } = await ask(site, "GET /a.bin", { Range: `bytes=${ranges}` });
  expect([code, body.length, headers.get("content-length")]).toEqual([200, SIZE, `${SIZE}`]);
});

test("no more than ten times its size", async () => {
  const { code, body } = await ask(site, "GET /a.bin", { Range: `bytes=${Array(10).fill("0-").join()}` });
  expect(code).toBe(206);
  expect(body.length).toBeLessThan(10 * SIZE + 2_000);
});

test.each([
  "0-18446744073709551616",
  "18446744073709551616-",
  "-18446744073709551616",
  `0-${"9".repeat(400)}`,
  `${"9".repeat(400)}-`,
  "9007199254740993-9007199254740992",
])("overflowing numbers: %s", async (range) => {
  const { code, body, headers } = await ask(site, "GET /a.bin", { Range: `bytes=${range}` });
  expect([200, 206, 416]).toContain(code);
  expect([0, SIZE]).toContain(body.length);
  expect(headers.get("content-range") ?? "").not.toMatch(/NaN|Infinity|e\+|--/);
});

test("a boundary can't be foreseen", async () => {
  const range = { Range: "bytes=0-0,2-2" };
  const types = await Promise.all(
    Array.from({ length: 10 }, async () =>
      (await ask(site, "GET /a.bin", range)).headers.get("content-type"),
    ),
  );
  expect(new Set(types).size).toBe(10);
});
