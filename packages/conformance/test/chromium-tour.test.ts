/** The upload tour as its visitors see it: `npm start`, with and without TLS, in a browser. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { Child } from "../src/child";
import { leave, quit, visit } from "./support/chromium";
import { describeWith } from "./support/tools";

const TOUR = join(__dirname, "../../../examples/upload-tour/index.ts");

/** What one lane of the page shows: parts of the upload, 0 to 1. */
interface Shown {
  readonly sent: number;
  readonly received: number;
  readonly seen: number;
}

type Moment = Readonly<Record<"buffered" | "streaming", Shown>>;

/** Notes what the page shows, whenever it shows something else. */
const WATCH = `(() => {
  const part = (lane, bar) => document.querySelector("#" + lane + " ." + bar).value;
  const shown = (lane) => Object.fromEntries(["sent", "received", "seen"].map((bar) => [bar, part(lane, bar)]));
  window.moments = [];
  new MutationObserver(() => {
    window.moments.push({ buffered: shown("buffered"), streaming: shown("streaming") });
  }).observe(document.getElementById("lanes"), { subtree: true, childList: true, attributes: true });
})()`;

// A browser and two programs to compile: on a busy machine that takes its time.
jest.setTimeout(120_000);

const tours = new Map<string, Child>();

afterEach(leave);

afterAll(async () => {
  await quit();
  await Promise.all([...tours.values()].map((tour) => tour.stop()));
});

/** As `npm start` runs it; one for all tests. */
async function tourOver(scheme: "http" | "https"): Promise<Child> {
  const env = { PORT: "0", TLS: scheme === "https" ? "1" : "" };
  const tour = tours.get(scheme) ?? (await Child.listening(TOUR, [], { env }));
  tours.set(scheme, tour);
  return tour;
}

/** A page that has heard from its server. */
async function visitTour(scheme: "http" | "https", prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const { port } = await tourOver(scheme);
  const page = await visit(`${scheme}://127.0.0.1:${port}/`, prepare);
  await shows(page, "#memory-now", /MiB/);
  return page;
}

async function shows(page: Page, selector: string, text: RegExp): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).waitFor();
}

async function start(page: Page, mebioctets: number, mebioctetsPerSecond: number): Promise<void> {
  await page.selectOption("#source", String(mebioctets));
  await page.selectOption("#rate", String(mebioctetsPerSecond));
  await page.click("#start");
}

/** The last line of both answers. @throws if they differ */
async function sameHash(page: Page): Promise<string | undefined> {
  const [hash, other] = await Promise.all(
    ["#buffered pre", "#streaming pre"].map(async (answer) =>
      (await page.textContent(answer))?.split("\n").pop(),
    ),
  );
  expect(hash).toBe(other);
  return hash;
}

/** Notes protocol and connection of each answer, by path. */
async function noteConnections(page: Page, noted: Map<string, string>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  session.on("Network.responseReceived", ({ response: { url, protocol = "", connectionId } }) => {
    noted.set(new URL(url).pathname, `${protocol} on ${connectionId}`);
  });
  await session.send("Network.enable");
}

describeWith("chromium")("the upload tour in Chromium", () => {
  test("over TLS it runs on h2: /streaming is seen while it is sent, /buffered when all of it is in", async () => {
    const answers = new Map<string, string>();
    const page = await visitTour("https", (blank) => noteConnections(blank, answers));
    expect(await page.textContent("#protocol")).toBe("h2");
    expect(await page.textContent("#about-protocol")).toMatch(/^Each upload is a stream/);
    await page.evaluate(WATCH);
    await start(page, 16, 4);
    await shows(page, "#message", /^Both have answered/);
    expect(await sameHash(page)).toMatch(/^sha256 [0-9a-f]{64}$/);
    for (const lane of ["#buffered", "#streaming"]) await shows(page, `${lane} .state`, /^done$/);

    const moments = await page.evaluate<Moment[]>("window.moments");
    const whileSending = (lane: keyof Moment): number[] =>
      moments.flatMap(({ [lane]: { sent, seen } }) => (sent > 0 && sent < 1 ? [seen] : []));
    const counter = [...new Set(whileSending("streaming"))];
    expect(counter.length).toBeGreaterThan(3);
    expect(counter).toEqual([...counter].sort((a, b) => a - b));
    expect(new Set(whileSending("buffered"))).toEqual(new Set([0]));
    expect(moments.filter(({ buffered: { received, seen } }) => received < 1 && seen > 0)).toEqual([]);
    expect(moments.at(-1)).toMatchObject({ buffered: { seen: 1 }, streaming: { seen: 1 } });

    // The uploads, and the events that tell of them, on one connection.
    const paths = ["/", "/tour.js", "/progress", "/buffered", "/streaming"];
    const [first] = answers.values();
    expect(first).toMatch(/^h2 on \d+$/);
    expect(paths.map((path) => answers.get(path))).toEqual(paths.map(() => first));
  });

  test("in cleartext it runs on http/1.1, and sends both uploads whole", async () => {
    const page = await visitTour("http");
    expect(await page.textContent("#protocol")).toBe("http/1.1");
    await start(page, 16, 0);
    await shows(page, "#message", /^Both have answered/);
    expect(await sameHash(page)).toMatch(/^sha256 [0-9a-f]{64}$/);
  });

  test.each(["https", "http"] as const)("over %s an upload can be stopped", async (scheme) => {
    const page = await visitTour(scheme);
    await start(page, 64, 4);
    await shows(page, "#streaming .state", /reading/);
    await page.click("#stop");
    await shows(page, "#message", /cut/);
    await shows(page, "#streaming .state", /broken/);
    expect(await page.textContent("#streaming pre")).toBe("The upload was cut.");
  });

  test("on a phone nothing sticks out", async () => {
    const page = await visitTour("https");
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});
