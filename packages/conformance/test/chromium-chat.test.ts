/** The chat as people use it: two pages of a browser, over either version, and a server started by one command. */
import type { Page } from "playwright-core";
import type { Child } from "../src/child";
import { leave, quit, visit } from "./support/chromium";
import { startPort } from "./support/ports";
import { describeWith } from "./support/tools";

// A browser and two programs to compile: on a busy machine that takes its time.
jest.setTimeout(120_000);

let chat: Child | undefined;

afterEach(async () => {
  await leave();
  await chat?.stop();
  chat = undefined;
});

afterAll(quit);

async function say(page: Page, name: string, text: string): Promise<void> {
  await page.fill("#name", name);
  await page.fill("#text", text);
  await page.click("#form button");
}

/** Waits for as long as the test has. */
async function shows(page: Page, text: string): Promise<void> {
  await page.locator("#log li").filter({ hasText: text }).waitFor();
}

async function log(page: Page): Promise<string[]> {
  return page.locator("#log li").allTextContents();
}

/** Waits until that many polls wait, as another fetch of the page is told: none of its own is among them. */
async function listenersAre(page: Page, count: number): Promise<void> {
  const asked = `(async () => (await (await fetch("/messages?since=-1")).json()).listeners)()`;
  while ((await page.evaluate(asked)) !== count) await page.waitForTimeout(20);
}

describeWith("chromium").each([
  ["HTTP/1.1 in cleartext", "http", "http/1.1"],
  ["HTTP/2 over TLS", "https", "h2"],
] as const)("the chat in Chromium, over %s", (_, scheme, protocol) => {
  test("what one page says the other shows, as text; and a page that leaves is noticed", async () => {
    chat = await startPort("chat", scheme);
    const url = `${scheme}://127.0.0.1:${chat.port}/`;
    const [ada, bob] = [await visit(url), await visit(url)];
    await listenersAre(ada, 2);

    await say(ada, "ada", "hello, é");
    await shows(bob, "hello, é");
    await say(bob, "bob", "<b>hello</b> & goodbye");
    await shows(ada, "goodbye");
    const said = ["ada: hello, é", "bob: <b>hello</b> & goodbye"];
    expect([await log(ada), await log(bob)]).toEqual([said, said]);

    // Both have heard it, and wait again.
    await listenersAre(ada, 2);
    await bob.close();
    await listenersAre(ada, 1);
    await say(ada, "ada", "is anybody there?");
    await shows(ada, "is anybody there?");
    expect(await ada.textContent("#status")).toBe("connected");

    const protocols = await ada.evaluate<string[]>(
      `performance.getEntries().flatMap(({ nextHopProtocol }) => nextHopProtocol ?? [])`,
    );
    expect([...new Set(protocols)]).toEqual([protocol]);
  });
});
