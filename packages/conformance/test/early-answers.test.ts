/** Answers that come before the content has: each reaches its client, whatever that one is doing. */
import { once } from "node:events";
import { byMethod, collect, leaf, respond, tree, type BodyLost, type IResource } from "@headgate/core";
import "./support/close-all";
import { PAGES } from "./support/pages";
import { RawClient } from "./support/raw-client";
import { serve } from "./support/servers";
import { until } from "./support/until";

const MEBIOCTET = Buffer.alloc(1024 * 1024, "x");
const HUNDRED_MB = 100_000_000;

/** Writes until everything is written or the answer is there and the server has closed. */
async function writeOn(client: RawClient, octets: number, frame: (piece: Buffer) => Buffer): Promise<number> {
  let written = 0;
  while (written < octets && !client.socket.destroyed) {
    const isFull = !client.socket.write(frame(MEBIOCTET));
    written += MEBIOCTET.length;
    if (isFull) await Promise.race([once(client.socket, "drain"), client.end()]);
    if (client.hasEnded) break;
  }
  return written;
}

function chunked(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
}

describe("a client that keeps writing 100 MB", () => {
  test("reads its 413, where the length was announced", async () => {
    const { port } = await serve(PAGES);
    const client = await RawClient.connect(port);
    void client.send(`POST /limited HTTP/1.1\r\nHost: a\r\nContent-Length: ${HUNDRED_MB}\r\n\r\n`);
    await writeOn(client, HUNDRED_MB, (piece) => piece);
    const answer = await client.answer();
    expect(answer).toMatchObject({ code: 413, body: "the content is longer than 1000 octets\n" });
    expect(answer.fields.get("connection")).toBe("close");
    expect(client.errorCode).toBeUndefined();
  });

  test("reads its 413, where only the content shows its length", async () => {
    const { port } = await serve(PAGES);
    const client = await RawClient.connect(port);
    void client.send("POST /limited HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    await writeOn(client, HUNDRED_MB, chunked);
    expect((await client.answer()).code).toBe(413);
    expect(client.errorCode).toBeUndefined();
  });

  test("reads its 403 from a resource that never looks", async () => {
    const { port } = await serve(PAGES);
    const client = await RawClient.connect(port);
    void client.send(`PUT /forbidden HTTP/1.1\r\nHost: a\r\nContent-Length: ${HUNDRED_MB}\r\n\r\n`);
    await writeOn(client, HUNDRED_MB, (piece) => piece);
    expect(await client.answer()).toMatchObject({ code: 403, body: "not here" });
    expect(client.errorCode).toBeUndefined();
  });
});

test("a connection whose client is through with its answer lingers: it takes octets, and then it is closed", async () => {
  const { port, site } = await serve(PAGES, { linger: { idleMs: 300, totalMs: 5_000 } });
  const client = await RawClient.connect(port);
  await client.send(`PUT /forbidden HTTP/1.1\r\nHost: a\r\nContent-Length: ${HUNDRED_MB}\r\n\r\n`);
  expect((await client.answer()).code).toBe(403);
  expect(await client.end()).toBe("");
  expect(site.connections.size).toBe(1);
  await client.send(MEBIOCTET);
  expect(client.errorCode).toBeUndefined();
  await until(() => site.connections.size === 0);
});

describe("an expectation of 100", () => {
  const HEAD = "Host: a\r\nContent-Length: 35\r\nExpect: 100-continue\r\n\r\n";

  test("is met when the content is wanted, and only then", async () => {
    const { port } = await serve(PAGES);
    const client = await RawClient.connect(port);
    await client.send(`POST /echo HTTP/1.1\r\n${HEAD}`);
    expect((await client.answer()).code).toBe(100);
    await client.send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(await client.answer()).toMatchObject({
      code: 200,
      body: "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
    });
  });

  test("is withheld with a 401, and what is sent all the same is never read as a request", async () => {
    const seen: string[] = [];
    const root: IResource = tree({
      private: leaf(() => respond(401, {}, "who are you?\n")),
      smuggled: leaf(() => {
        seen.push("smuggled");
        return respond(200);
      }),
    });
    const { port } = await serve(root);
    const client = await RawClient.connect(port);
    await client.send(`POST /private HTTP/1.1\r\n${HEAD}`);
    const answer = await client.answer();
    expect(answer).toMatchObject({ code: 401, body: "who are you?\n" });
    expect(answer.fields.get("connection")).toBe("close");
    await client.send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(await client.end()).toBe("");
    expect(seen).toEqual([]);
  });

  test("of a client that does not wait for it: no 100, and the request behind is answered", async () => {
    const { port } = await serve(PAGES);
    const client = await RawClient.connect(port);
    const hello = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const content = "0123456789".repeat(3) + "01234";
    await client.send(`POST /private HTTP/1.1\r\n${HEAD}${content}${hello}`);
    expect((await client.answers(2)).map(({ code }) => code)).toEqual([401, 200]);
  });
});

describe("lengths that lie", () => {
  test("a request that ends early never reaches its handler as whole", async () => {
    const ends: string[] = [];
    const root = byMethod({
      POST: async (request) => {
        await collect(request, () => {}).catch((error: unknown) => ends.push((error as BodyLost).code));
        return respond(200, {}, "whole?\n");
      },
    });
    for (const leave of ["finish", "reset"] as const) {
      const { port } = await serve(root);
      const client = await RawClient.connect(port);
      await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf of it");
      client[leave]();
      await once(client.socket, "close");
    }
    await until(() => ends.length === 2);
    expect(ends).toEqual(["BODY_LOST", "BODY_LOST"]);
  });

  test.each([
    ["short: it is cut, never padded", 20, "only ten.."],
    ["long: the surplus is dropped", 5, "only "],
  ])("an answer that is too %s", async (_, announced, heard) => {
    const root = leaf(() => ({
      code: 200,
      headers: respond(200).headers,
      length: announced,
      deliverBody: (protocol) => respond(200, {}, "only ten..").deliverBody(protocol),
    }));
    const { port, log } = await serve(root);
    const client = await RawClient.connect(port);
    await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await client.hear(heard);
    if (announced === 20) expect(await client.end()).toContain(`Content-Length: 20\r\n\r\n${heard}`);
    else expect(await client.answer()).toMatchObject({ code: 200, body: heard });
    expect(log.lines).toHaveLength(1);
  });
});
