/** The dashboard as its visitors see it, hear it and walk it by keyboard, in Chromium. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { EMPTY_REPORT, SAMPLE_REPORT } from "../src/dashboard-sample";
import "./support/close-all";
import { leave, quit, visit } from "./support/chromium";
import { serveDashboardSite } from "./support/dashboard-site";
import { RawClient } from "./support/raw-client";
import { describeWith } from "./support/tools";

const HOSTILE = `<img src=x onerror="document.title='hacked'">`;

// A browser to start: on a busy machine that takes its time.
jest.setTimeout(120_000);

afterEach(leave);
afterAll(quit);

/** What the browser complained of: errors in scripts, refusals by the policy, files that were not there. */
const complaints: string[] = [];

afterEach(() => complaints.splice(0));

async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const listen = async (page: Page): Promise<void> => {
    page.on("console", (message) => {
      if (message.type() !== "log") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("response", (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    return Promise.resolve();
  };
  const page = await visit(url, listen, options);
  await page.locator("#tree li").first().waitFor();
  return page;
}

async function shows(page: Page, selector: string, text: RegExp): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}

/** The policy of the page has no eval, so Playwright can't look by itself. */
async function untilTrue(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate<boolean>(condition))) await page.waitForTimeout(20);
}

/** Every text of a report, replaced. */
function withTexts(value: unknown, text: string, key = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => withTexts(one, text));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, text, name)]));
  }
  return typeof value === "string" && !["state", "kind", "since", "until"].includes(key) ? text : value;
}

describeWith("chromium")("the dashboard in Chromium", () => {
  test.each([true, false])("loads and goes live without a complaint; over TLS: %p", async (isSecure) => {
    const { url } = await serveDashboardSite({ isSecure });
    const page = await open(url.slice(0, -1));
    expect(page.url()).toBe(url);
    await shows(page, "#connection", /^live$/);
    expect(complaints).toEqual([]);
  });

  test("while nothing has come it teaches: what to send, and what the markers are", async () => {
    const site = await serveDashboardSite();
    const page = await open(site.url);
    await shows(page, "#empty", /No body has come yet/);
    const command = `head -c 8000000 /dev/zero | curl --limit-rate 1M -X POST -T - ${new URL(site.url).origin}`;
    expect(await page.textContent("#try")).toBe(`${command}/upload`);
    // What somebody copies into a shell names no route that means something to one.
    site.report = withTexts(EMPTY_REPORT, "/a;reboot") as typeof EMPTY_REPORT;
    await shows(page, "#tree .type", /reboot/);
    expect(await page.textContent("#try")).toBe(`${command}/`);
    for (const marker of ["CONTENT_BLIND", "RENDERS_BLIND", "STREAMING"]) {
      await shows(page, ".markers dt", new RegExp(marker));
    }
    site.report = SAMPLE_REPORT;
    await shows(page, "#total-figures", /4,987/);
    expect(await page.isVisible("#empty")).toBe(false);
  });

  test("the bars of an upload move, stand still while it is parked, and go on", async () => {
    const { endpoint, upload, url } = await serveDashboardSite();
    const page = await open(url);
    const part = (kind: string): Promise<number> =>
      page.evaluate<number>(`document.querySelector(".bar.${kind}").value`);
    const client = await RawClient.connect(endpoint.port);
    await client.send("PUT /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
    await client.send("x".repeat(30_000));
    await shows(page, ".exchange h3", /PUT \/upload/);
    await shows(page, ".exchange .badge", /streaming/);
    await untilTrue(page, `document.querySelector(".bar.taken").value === 30000`);
    expect(await page.evaluate(`document.querySelector(".bar.in").max`)).toBe(100_000);
    expect(await part("paused")).toBe(0);

    upload.park();
    await client.send("x".repeat(20_000));
    await untilTrue(page, `document.querySelector(".bar.paused").value > 0`);
    expect(await part("taken")).toBe(30_000);

    upload.goOn();
    await untilTrue(page, `document.querySelector(".bar.taken").value === 50000`);
    expect(await part("in")).toBe(50_000);
    await client.send("x".repeat(50_000));
    await page.locator(".exchange").waitFor({ state: "detached" });
    await shows(page, "#live-none", /Nothing is in flight/);
    expect(complaints).toEqual([]);
  });

  test("names of others are text, whatever they look like", async () => {
    const site = await serveDashboardSite();
    site.report = withTexts(SAMPLE_REPORT, HOSTILE) as typeof SAMPLE_REPORT;
    const page = await open(site.url);
    const client = await RawClient.connect(site.endpoint.port);
    await client.send(
      "PUT /upload?<img/src=x/onerror=alert(1)> HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n",
    );
    await shows(page, ".exchange", /<img\/src=x/);
    for (const place of [
      ...["#tree .name", "#tree .type", "#tree .why", ".forced li", ".route", "#advice h3"],
      ...[".sentence", "#warnings h3", "#warnings .sentence"],
    ]) {
      await shows(page, place, /<img src=x onerror=/);
    }
    expect(await page.locator("#advice pre").textContent()).toBe(HOSTILE);
    expect(await page.locator("img").count()).toBe(1);
    expect(await page.title()).toBe("Headgate dashboard");
    expect(complaints).toEqual([]);
  });

  test("it is walked by keyboard, and what has the focus keeps it when numbers change", async () => {
    const site = await serveDashboardSite();
    site.report = SAMPLE_REPORT;
    const page = await open(site.url);
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        `(document.activeElement.innerText || document.activeElement.id).trim().split("\\n")[0]`,
      );
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the resources");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(`document.activeElement.matches("#tree > li > details > summary")`)).toBe(
      true,
    );
    expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe("solid");

    await page.keyboard.press("Enter");
    expect(await page.isVisible("#tree ul")).toBe(false);
    site.report = { ...SAMPLE_REPORT, totals: { ...SAMPLE_REPORT.totals, requests: 5_000 } };
    await shows(page, "#total-figures", /5,000/);
    expect(await page.isVisible("#tree ul")).toBe(false);
    await page.keyboard.press("Enter");
    expect(await page.locator("#tree ul").first().isVisible()).toBe(true);

    const seen: string[] = [];
    for (let steps = 0; steps < 20; steps++) {
      await page.keyboard.press("Tab");
      seen.push(await focused());
    }
    expect(seen).toEqual(
      expect.arrayContaining([
        "What the states mean",
        "Lines to begin with",
        "report.json",
        "exchanges.json",
      ]),
    );
  });

  test("whoever listens hears names, landmarks and headings in order", async () => {
    const site = await serveDashboardSite();
    site.report = SAMPLE_REPORT;
    const page = await open(site.url);
    const client = await RawClient.connect(site.endpoint.port);
    await client.send(
      "PUT /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4096\r\n\r\n" + "x".repeat(1000),
    );
    await shows(page, ".exchange .amount", /1.0 kB/);

    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const heard = nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name, value }) => ({
        role: String(role?.value),
        name: String(name?.value ?? ""),
        value: String(value?.value ?? ""),
      }));
    const named = (role: string): string[] =>
      heard.filter((node) => node.role === role).map(({ name }) => name);
    for (const role of ["progressbar", "meter", "link", "DisclosureTriangle", "heading", "region"]) {
      expect([role, named(role).length > 0, named(role).includes("")]).toEqual([role, true, false]);
    }
    expect([named("banner"), named("main"), named("contentinfo")].map(({ length }) => length)).toEqual([
      1, 1, 1,
    ]);
    expect(named("progressbar")).toEqual(["Octets in, PUT /upload", "Octets taken, PUT /upload"]);
    expect(named("meter")).toEqual(["Octets waiting, PUT /upload", "Time paused, PUT /upload"]);
    expect(named("region")).toEqual([
      "Totals",
      "Resources",
      "Live exchanges 1",
      "Advice",
      "Warnings",
      "Markers",
    ]);
    expect(named("image")).toEqual([]);
    const levels = await page.evaluate<number[]>(
      `[...document.querySelectorAll("h1, h2, h3")].filter((one) => one.offsetParent).map((one) => +one.tagName[1])`,
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, at) => at > 0 && level > levels[at - 1]! + 1)).toEqual([]);
    // States are words, whatever their colours.
    expect(await page.locator("#tree .badge").allTextContents()).toEqual(
      expect.arrayContaining(["streaming", "buffered", "replayed", "forced", "blind"]),
    );
  });

  test("new advice is said to those who listen, numbers are not", async () => {
    const site = await serveDashboardSite();
    const [first, second] = SAMPLE_REPORT.rows;
    site.report = { ...SAMPLE_REPORT, rows: [first!] };
    const page = await open(site.url);
    await shows(page, "#advice-rows h3", /render_PUT of Upload/);
    expect(await page.locator("[aria-live], [role=status], [role=alert]").count()).toBe(1);
    site.report = { ...SAMPLE_REPORT, rows: [{ ...first!, requests: 999 }] };
    await shows(page, "#advice-rows dd", /^999$/);
    expect(await page.textContent("#news")).toBe("");
    site.report = { ...SAMPLE_REPORT, rows: [{ ...first!, requests: 999 }, second!] };
    await shows(page, "#news", /^New advice: getChild of Projects/);
  });

  test("that the connection is lost is said, since what is shown gets old", async () => {
    const { endpoint, url } = await serveDashboardSite();
    const page = await open(url);
    await shows(page, "#connection", /^live$/);
    expect(await page.textContent("#news")).toBe("");
    await endpoint.close({ graceMs: 0 });
    await shows(page, "#news", /what is shown is old/);
    await shows(page, "#connection", /^reconnecting$/);
  });

  test("the marker to add speaks of the method that was seen", async () => {
    const site = await serveDashboardSite();
    site.report = SAMPLE_REPORT;
    const page = await open(site.url);
    await shows(page, "#advice-rows .marker", /static readonly \[STREAMING\] = \["PUT"\];/);
    await shows(page, "#advice-rows .marker", /static readonly \[CONTENT_BLIND\] = true;/);
  });

  test.each(["light", "dark"] as const)("in %s colours every text can be read", async (colorScheme) => {
    const site = await serveDashboardSite();
    site.report = SAMPLE_REPORT;
    const page = await open(site.url, { colorScheme });
    const lowest = await page.evaluate<[number, string]>(`(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      const over = (layers) => {
        for (const layer of layers) {
          canvas.fillStyle = layer;
          canvas.fillRect(0, 0, 1, 1);
        }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const light = (rgb) => {
        const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      let lowest = [21, ""];
      for (const element of document.querySelectorAll("body *")) {
        const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
        if (!hasText || !element.checkVisibility()) continue;
        const layers = [];
        for (let at = element; at !== null; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
        const back = light(over(layers));
        const front = light(over([...layers, getComputedStyle(element).color]));
        const contrast = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
        if (contrast < lowest[0]) lowest = [contrast, element.className + ": " + element.textContent];
      }
      return lowest;
    })()`);
    expect(lowest[0] >= 4.5 ? "enough" : lowest).toBe("enough");
    const [red = NaN] = await page.evaluate<number[]>(
      `getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)`,
    );
    expect(red > 128).toBe(colorScheme === "light");
  });

  test.each([320, 390, 768, 1280])(
    "at %d pixels nothing sticks out, however long the names",
    async (width) => {
      const site = await serveDashboardSite();
      site.report = withTexts(SAMPLE_REPORT, "averylongname/".repeat(20)) as typeof SAMPLE_REPORT;
      const page = await open(site.url, { viewport: { width, height: 844 } });
      const client = await RawClient.connect(site.endpoint.port);
      const target = `/upload?${"x".repeat(400)}`;
      await client.send(`PUT ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 123456789\r\n\r\nabc`);
      await shows(page, ".exchange", /xxxx/);
      // With all that folds unfolded.
      const widthShown = `(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
        return document.documentElement.scrollWidth;
      })()`;
      expect(await page.evaluate(widthShown)).toBe(width);
      for (const report of [SAMPLE_REPORT, EMPTY_REPORT]) {
        site.report = report;
        await shows(page, "#tree", report === EMPTY_REPORT ? /login/ : /FileStore/);
        expect(await page.evaluate(widthShown)).toBe(width);
      }
    },
  );

  test.each([
    ["reduce", "none"],
    ["no-preference", "inline-size 0.4s linear"],
  ] as const)("who says %s to motion sees bars move: %s", async (reducedMotion, motion) => {
    const { endpoint, url } = await serveDashboardSite();
    const page = await open(url, { reducedMotion });
    const client = await RawClient.connect(endpoint.port);
    await client.send("PUT /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc");
    await shows(page, ".exchange", /upload/);
    const style = `getComputedStyle(document.querySelector(".bar.taken"))`;
    expect(await page.evaluate(`${style}.getPropertyValue("--motion")`)).toBe(motion);
  });

  test("a page that is refused says so, shows what there is, and comes back when there is room", async () => {
    const site = await serveDashboardSite({ maxClients: 1 });
    const { url } = site;
    site.report = SAMPLE_REPORT;
    const first = await open(url);
    const second = await visit(url, (page) => page.clock.install());
    await shows(second, "#connection", /^refused; trying again$/);
    await shows(second, "#total-figures", /4,987/);
    expect(await second.locator(".exchange").count()).toBe(0);
    await first.close();
    // The server may hear later than we that the first has left.
    const isLive = `document.getElementById("connection").dataset.state === "live"`;
    while (!(await second.evaluate<boolean>(isLive))) await second.clock.fastForward(5_000);
    await shows(second, "#connection", /^live$/);
  });

  test("numbers are written for people", async () => {
    const { url } = await serveDashboardSite();
    const page = await open(url);
    const written = await page.evaluate(`import("/ops/dash/units.js").then(({ octets, duration, count }) => [
      [0, 1, 999, 1e3, 99_949, 99_950, 999_499, 999_500, 3.1e9, 5e15].map(octets),
      [0, 40, 9949, 9960, 59400, 59600, 64000, 725000, 3599000, 7290000].map(duration),
      [0, 999, 1234567].map(count),
    ])`);
    expect(written).toEqual([
      // As `octetsText` of the report writes them.
      ["0 B", "1 B", "999 B", "1.0 kB", "99.9 kB", "100 kB", "999 kB", "1.0 MB", "3.1 GB", "5000 TB"],
      ["0 s", "0.0 s", "9.9 s", "10 s", "59 s", "1 min 0 s", "1 min 4 s", "12 min", "1 h 0 min", "2 h 2 min"],
      ["0", "999", "1,234,567"],
    ]);
  });
});
