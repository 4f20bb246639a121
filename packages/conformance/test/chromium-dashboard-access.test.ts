/** The dashboard by keyboard, by ear, in any colours and at any width, in Chromium. */
import { EMPTY_REPORT, SAMPLE_REPORT } from "../src/dashboard-sample";
import "./support/close-all";
import { leave, quit } from "./support/chromium";
import { open, shows, withTexts } from "./support/dashboard-page";
import { serveDashboardSite } from "./support/dashboard-site";
import { RawClient } from "./support/raw-client";
import { describeWith } from "./support/tools";

// A browser to start: on a busy machine that takes its time.
jest.setTimeout(120_000);

afterEach(leave);
afterAll(quit);

describeWith("chromium")("the dashboard in Chromium", () => {
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
});
