/** The tour does what its page says, in memory. */
import { createHash, randomBytes } from "node:crypto";
import { inject, StringTransport } from "@headgate/core/testing";
import { makeTour, type Tour } from "./tour";

const SIZES = [0, 1, 100 * 1024, 5 * 1024 * 1024];
const MIB = 1024 * 1024;

const sha256 = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");

let tour: Tour;

beforeEach(() => {
  tour = makeTour();
});

afterEach(() => {
  tour.close();
});

/** What the numbers of the lines add up to. @throws where a total is not the sum so far */
function addUp(lines: readonly string[]): number {
  let sum = 0;
  for (const line of lines) {
    const [, chunk, total] = /^chunk (\d+) total (\d+)$/.exec(line) ?? [];
    sum += Number(chunk);
    expect(Number(total)).toBe(sum);
  }
  return sum;
}

describe("in memory", () => {
  const cases = SIZES.flatMap((size) => ["PUT", "POST"].map((method): [string, number] => [method, size]));

  test.each(cases)("/streaming answers a %s of %i octets by lines", async (method, size) => {
    const octets = randomBytes(size);
    const answer = await inject(tour.site, { method, target: "/streaming", body: octets });
    const lines = answer.body.toString().split("\n");
    expect([answer.code, lines.pop(), lines.pop()]).toEqual([200, "", `sha256 ${sha256(octets)}`]);
    expect(addUp(lines)).toBe(size);
  });

  test.each(cases)("/buffered answers a %s of %i octets at the end", async (method, size) => {
    const octets = randomBytes(size);
    const answer = await inject(tour.site, { method, target: "/buffered", body: octets });
    expect(answer.code).toBe(200);
    expect(answer.body.toString()).toBe(`total ${size}\nsha256 ${sha256(octets)}\n`);
  });

  test.each(["/streaming", "/buffered"])(
    "%s takes what looks like a form as it takes anything",
    async (target) => {
      const octets = Buffer.from("a=b&".repeat(100_000));
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await inject(tour.site, { method: "POST", target, headers, body: octets });
      expect(answer.body.toString()).toContain(`sha256 ${sha256(octets)}`);
    },
  );

  test("/streaming writes fewer lines where it is asked to", async () => {
    const octets = randomBytes(5 * MIB);
    const answer = await inject(tour.site, {
      method: "PUT",
      target: `/streaming?every=${2 * MIB}`,
      body: octets,
    });
    const lines = answer.body.toString().trimEnd().split("\n").slice(0, -1);
    expect(lines.length).toBeLessThanOrEqual(3);
    expect(addUp(lines)).toBe(octets.length);
  });

  test.each([
    ["/streaming", "PUT, POST, OPTIONS"],
    ["/progress", "GET, HEAD, OPTIONS"],
  ])("%s names the methods it has", async (target, allow) => {
    const answer = await inject(tour.site, { method: "DELETE", target });
    expect([answer.code, answer.headers.get("allow")]).toEqual([405, allow]);
  });

  test("a GET of /buffered is refused as under twisted.web", async () => {
    expect((await inject(tour.site, { target: "/buffered" })).code).toBe(405);
  });

  test("a slow reader of the answer holds the upload", async () => {
    const transport = new StringTransport({ capacity: 100 });
    transport.connect(tour.site.buildProtocol());
    transport.feed("PUT /streaming HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (let fed = 0; fed < 1_000 && !transport.isPaused; fed += 1) {
      transport.feed("1\r\nx\r\n");
      await new Promise(setImmediate);
    }
    expect(transport.isPaused).toBe(true);
    transport.lose();
  });

  test.each([
    ["/", "text/html; charset=utf-8"],
    ["/tour.css", "text/css; charset=utf-8"],
    ["/upload-form.css", "text/css; charset=utf-8"],
    ["/lanes.css", "text/css; charset=utf-8"],
    ["/memory.css", "text/css; charset=utf-8"],
    ["/tour.js", "text/javascript; charset=utf-8"],
    ["/content.js", "text/javascript; charset=utf-8"],
    ["/sending.js", "text/javascript; charset=utf-8"],
    ["/gate.svg", "image/svg+xml"],
  ])("%s is served with the policy of the page", async (target, type) => {
    const { code, headers } = await inject(tour.site, { target });
    expect([code, headers.get("content-type")]).toEqual([200, type]);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
  });

  test("the page keeps its policy: nothing inline, nothing from elsewhere", async () => {
    const page = (await inject(tour.site)).body.toString();
    expect(page).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=|https?:/);
  });
});
