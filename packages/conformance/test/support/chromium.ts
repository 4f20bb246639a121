/**
 * Chromium without a window, as Debian packages it. Each visit is a profile of its own, with connections of its own; it
 * believes every certificate, and asks nobody on the way but the server under test.
 *
 * What runs in the page is text: it is the browser's to compile, and not one of these types is there.
 */
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { CHROMIUM } from "./tools";

export const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let running: Browser | undefined;

/** A page of a new profile, at `url`. `prepare` sees it while it is blank. */
export async function visit(
  url: string,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
  options: BrowserContextOptions = {},
): Promise<Page> {
  running ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const profile = await running.newContext({ ignoreHTTPSErrors: true, ...options });
  profile.setDefaultTimeout(0); // the test has one
  const page = await profile.newPage();
  await prepare(page);
  await page.goto(url);
  return page;
}

/** After each test. */
export async function leave(): Promise<void> {
  await Promise.all((running?.contexts() ?? []).map((profile) => profile.close()));
}

/** After the last test. */
export async function quit(): Promise<void> {
  await running?.close();
  running = undefined;
}
