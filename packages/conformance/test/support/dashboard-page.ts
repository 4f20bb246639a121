/** The page of the dashboard in Chromium, and what the browser complained of. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { visit } from "./chromium";

/** What the browser complained of: errors in scripts, refusals by the policy, files that were not there. */
export const complaints: string[] = [];

export async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
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

export async function shows(page: Page, selector: string, text: RegExp): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}

/** The policy of the page has no eval, so Playwright can't look by itself. */
export async function untilTrue(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate<boolean>(condition))) await page.waitForTimeout(20);
}

/** Every text of a report, replaced. */
export function withTexts(value: unknown, text: string, key = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => withTexts(one, text));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, text, name)]));
  }
  return typeof value === "string" && !["state", "kind", "since", "until"].includes(key) ? text : value;
}
