/** HTTP/1.1 over real sockets, octet by octet. */
import "./support/close-all";
import { PAGES } from "./support/pages";
import { RawClient } from "./support/raw-client";
import { serve } from "./support/servers";
import { EXCHANGES, type Heard } from "./corpora/exchanges";
import { REFUSED_EXCHANGES } from "./corpora/refused-exchanges";

function matches(content: string, expected: string): boolean {
  return expected.startsWith("...") ? content.includes(expected.slice(3)) : content === expected;
}

async function wantAnswers(client: RawClient, method: string, heard: readonly Heard[]): Promise<void> {
  for (const [code, content] of heard) {
    const answer = await client.answer(method === "HEAD");
    expect([answer.code, matches(answer.body, content) ? content : answer.body]).toEqual([code, content]);
  }
}

async function wantOpen(client: RawClient): Promise<void> {
  await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  expect(await client.answer()).toMatchObject({ code: 200, body: "hello\n" });
}

describe("what is said on one connection", () => {
  for (const [name, sent, heard, then] of [...EXCHANGES, ...REFUSED_EXCHANGES]) {
    const [method = ""] = sent.split(" ", 1);

    test(name, async () => {
      const { port } = await serve(PAGES);
      const client = await RawClient.connect(port);
      await client.send(sent);
      await wantAnswers(client, method, heard);
      if (then === "open") await wantOpen(client);
      else expect(await client.end()).toBe("");
    });

    test(`${name}, octet by octet`, async () => {
      const { port } = await serve(PAGES);
      const client = await RawClient.connect(port);
      for (const octet of sent) {
        await client.send(octet);
        await new Promise(setImmediate);
      }
      await wantAnswers(client, method, heard);
      if (then === "open") await wantOpen(client);
      else expect(await client.end()).toBe("");
    });
  }
});
