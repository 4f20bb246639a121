/** The chat: the same for clients of HTTP/1.1 and of HTTP/2. */
import { inject, ManualClock } from "@headgate/core/testing";
import { VERSIONS, withClient, type Client } from "../support/clients";
import { makeChat, type Chat } from "./chat";

const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

async function say(client: Client, name: string, text: string): Promise<number> {
  const body = new URLSearchParams({ name, text }).toString();
  const headers = { "content-type": FORM };
  return (await client.ask({ method: "POST", path: "/messages", headers, body })).code;
}

async function heard(client: Client, since: number): Promise<unknown> {
  return JSON.parse((await client.ask({ path: `/messages?since=${since}` })).text);
}

async function listenersAre({ messages }: Chat, count: number): Promise<void> {
  while (messages.listeners !== count) await new Promise(setImmediate);
}

describe.each(VERSIONS)("over HTTP/%s", (version) => {
  test("who waits hears what is said, and who comes later too", async () => {
    const chat = makeChat();
    await withClient(chat.site, version, async (client) => {
      const waiting = [heard(client, 0), heard(client, 0)];
      await listenersAre(chat, 2);
      expect(await say(client, "ada", "hello, é")).toBe(204);
      const messages = [{ number: 1, name: "ada", text: "hello, é" }];
      expect(await Promise.all(waiting)).toMatchObject([
        { last: 1, messages },
        { last: 1, messages },
      ]);
      expect(await heard(client, 0)).toEqual({ last: 1, listeners: 0, messages });
      expect(await heard(client, 7)).toMatchObject({ last: 1, messages });
    });
  });

  test("who goes is forgotten", async () => {
    const lines: string[] = [];
    const note = (message: string): void => void lines.push(message);
    const chat = makeChat({ log: { error: note, warn: note } });
    await withClient(chat.site, version, async (client) => {
      await client.leave({ path: "/messages?since=0" }, listenersAre(chat, 1));
      await listenersAre(chat, 0);
      expect(await say(client, "ada", "is anybody here?")).toBe(204);
    });
    // Nothing had to be cut when the server closed.
    expect(lines).toEqual([]);
  });

  test("a poll ends after a while, with nothing", async () => {
    const clock = new ManualClock();
    const { site, messages } = makeChat({ clock });
    const { code, body } = await inject(site, { httpVersion: version, target: "/messages", clock });
    expect([code, JSON.parse(body.toString())]).toEqual([200, { last: 0, listeners: 1, messages: [] }]);
    expect([clock.now(), messages.listeners]).toEqual([expect.any(Number), 0]);
    expect(clock.now()).toBeGreaterThanOrEqual(25_000);
  });

  test("closing answers whoever waits", async () => {
    const chat = makeChat();
    await withClient(chat.site, version, async (client) => {
      const waiting = heard(client, 0);
      await listenersAre(chat, 1);
      chat.messages.close();
      expect(await waiting).toMatchObject({ messages: [] });
    });
  });

  test.each([
    ["", "text"],
    ["name", " "],
    ["n".repeat(41), "text"],
    ["name", "t".repeat(2_001)],
  ])("needs a name and a text of some length: %#", async (name, text) => {
    const answer = await inject(makeChat().site, {
      httpVersion: version,
      method: "POST",
      target: "/messages",
      headers: { "Content-Type": FORM },
      body: new URLSearchParams({ name, text }).toString(),
    });
    expect(answer.code).toBe(400);
  });

  test.each([
    ["/", "text/html"],
    ["/chat.js", "text/javascript"],
    ["/chat.css", "text/css"],
  ])("%s is part of the page", async (target, type) => {
    const { code, headers, body } = await inject(makeChat().site, { httpVersion: version, target });
    expect([code, headers.get("content-type")]).toEqual([200, type]);
    expect(body.toString()).not.toMatch(/https?:\/\/|<style|\son\w+=|innerHTML/);
  });
});
