/**
 * `npm run docs:screenshots`: pictures of the dashboard for the documents, in Chromium. What they show is made up, or
 * the morning of the guest book in examples, and the same each time; so are the clock, the time zone and the address.
 */
import { join } from "node:path";
import { leaf, respond, Site, tree, type ExchangeInfo } from "@headgate/core";
import { dashboardOf, type IDashboardSource, type MigrationReportData } from "@headgate/legacy-site";
import { listen } from "@headgate/node";
import { chromium, type Browser } from "playwright-core";
import { Child } from "../src/child";
import { EMPTY_REPORT, SAMPLE_EXCHANGES, SAMPLE_REPORT } from "../src/dashboard-sample";
import { FLAGS } from "../test/support/chromium";
import { CHROMIUM, hasTool } from "../test/support/tools";

const IMAGES = join(__dirname, "../../../docs/images");
const GUESTBOOK = join(__dirname, "../../../examples/guestbook/index.ts");
const DESK = { width: 1200, height: 900 };
const PHONE = { width: 390, height: 844 };

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: "light" | "dark";
  /** Only this part of the page, from the top. */
  readonly height?: number;
}

const PICTURES: readonly Picture[] = [
  { name: "dashboard-empty", path: "empty", viewport: DESK, colorScheme: "light" },
  { name: "dashboard-live", path: "busy", viewport: DESK, colorScheme: "light", height: 1122 },
  { name: "dashboard-dark", path: "busy", viewport: DESK, colorScheme: "dark", height: 890 },
  { name: "dashboard-phone", path: "busy", viewport: PHONE, colorScheme: "light", height: 1150 },
];

/** Paths are the steps of the guest book. */
const OF_GUESTBOOK: readonly Picture[] = [
  { name: "guestbook-before", path: "0", viewport: DESK, colorScheme: "light", height: 1276 },
  { name: "guestbook-after", path: "5", viewport: DESK, colorScheme: "light", height: 746 },
];

function sourceOf(report: MigrationReportData, exchanges: readonly ExchangeInfo[]): IDashboardSource {
  return { migrationReport: () => report, exchanges: () => exchanges };
}

async function take(browser: Browser, picture: Picture): Promise<void> {
  const { name, path, viewport, colorScheme, height } = picture;
  const context = await browser.newContext({
    ...{ viewport, colorScheme, locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" },
    deviceScaleFactor: viewport === PHONE ? 1.5 : 1,
  });
  const page = await context.newPage();
  await page.goto(`http://localhost:8080/${path}/`);
  await page.locator("#tree li").first().waitFor();
  const file = join(IMAGES, `${name}.png`);
  const clip = height === undefined ? {} : { clip: { x: 0, y: 0, width: viewport.width, height } };
  await page.screenshot({ path: file, fullPage: true, ...clip });
  await context.close();
  console.log(`docs/images/${name}.png`);
}

/** Whatever port is free, the page says 8080. */
async function takeAll(pictures: readonly Picture[], port: number): Promise<void> {
  const address = `--host-resolver-rules=MAP localhost:8080 127.0.0.1:${port}`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, address] });
  try {
    for (const picture of pictures) await take(browser, picture);
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  if (!hasTool("chromium")) return;
  const site = new Site(
    tree({
      "": leaf(() => respond(200)),
      empty: dashboardOf(sourceOf(EMPTY_REPORT, [])),
      busy: dashboardOf(sourceOf(SAMPLE_REPORT, SAMPLE_EXCHANGES)),
    }),
  );
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1" });
  try {
    await takeAll(PICTURES, endpoint.port);
  } finally {
    await endpoint.close({ graceMs: 0 });
  }
  const guestbook = await Child.listening(GUESTBOOK, ["morning"], { env: { PORT: "0" } });
  try {
    await takeAll(OF_GUESTBOOK, guestbook.port);
  } finally {
    await guestbook.stop();
  }
}

void main();
