/** The dashboard as its visitors see it, in Chromium. */
import { EMPTY_REPORT, SAMPLE_REPORT } from "../src/dashboard-sample";
import "./support/close-all";
import { leave, quit, visit } from "./support/chromium";
import { complaints, open, shows, untilTrue, withTexts } from "./support/dashboard-page";
import { serveDashboardSite } from "./support/dashboard-site";
import { RawClient } from "./support/raw-client";
import { describeWith } from "./support/tools";

const HOSTILE = `<img src=x onerror="document.title='hacked'">`;

// A browser to start: on a busy machine that takes its time.
jest.setTimeout(120_000);

afterEach(leave);
afterAll(quit);
// What a page says when its server has closed is no complaint of the next test.
afterEach(() => complaints.splice(0));

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
      // As `octetsText` and `timeText` of the report write them.
      ["0 B", "1 B", "999 B", "1.0 kB", "99.9 kB", "100 kB", "999 kB", "1.0 MB", "3.1 GB", "5000 TB"],
      ["0 s", "40 ms", "9.9 s", "10 s", "59 s", "1 min 0 s", "1 min 4 s", "12 min", "1 h 0 min", "2 h 2 min"],
      ["0", "999", "1,234,567"],
    ]);
  });
});
