/** How connections end: half-closed, reset, and by a server that closes. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import {
  byMethod,
  ClientGone,
  collect,
  leaf,
  respond,
  tree,
  type IProtocol,
  type IResource,
  type IResponse,
} from "@headgate/core";
import "./support/close-all";
import { PAGES, pattern } from "./support/pages";
import { RawClient } from "./support/raw-client";
import { serve } from "./support/servers";
import { until } from "./support/until";

const HELLO = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

describe("a FIN right behind the head", () => {
  test("gets its answer 200 ms later", async () => {
    const { port } = await serve(PAGES);
    const client = await RawClient.connect(port);
    client.socket.end("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(await client.answer()).toMatchObject({ code: 200, body: "later\n" });
    expect(await client.end()).toBe("");
  });

  test("and every answer that is owed, 200 of them at once", async () => {
    const { port } = await serve(PAGES);
    const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.connect(port)));
    for (const client of clients) client.socket.end(`GET /later HTTP/1.1\r\nHost: a\r\n\r\n${HELLO}`);
    for (const client of clients) {
      expect((await client.answers(2)).map(({ body }) => body)).toEqual(["later\n", "hello\n"]);
      expect(await client.end()).toBe("");
    }
  });

  test("tells the handler that its client is presumed gone", async () => {
    const reasons: unknown[] = [];
    const root = leaf(async ({ signal }) => {
      signal.addEventListener("abort", () => reasons.push(signal.reason));
      await until(() => signal.aborted);
      return respond(200, {}, "all the same\n");
    });
    const { port } = await serve(root);
    const client = await RawClient.connect(port);
    client.socket.end(HELLO);
    expect((await client.answer()).body).toBe("all the same\n");
    expect(reasons).toEqual([expect.any(ClientGone)]);
    expect((reasons[0] as ClientGone).wasReset).toBe(false);
  });
});

/** A body without end, as fast as it is taken, that counts how often it is stopped. */
class Endless {
  stops = 0;

  response(): IResponse {
    let isStopped = false;
    const deliverBody = (protocol: IProtocol): void => {
      let isPaused = false;
      const produce = (): void => {
        while (!isPaused && !isStopped) protocol.dataReceived(pattern(0, 16_384));
      };
      protocol.makeConnection({
        pauseProducing: () => {
          isPaused = true;
        },
        resumeProducing: () => {
          isPaused = false;
          setImmediate(produce);
        },
        stopProducing: () => {
          isStopped = true;
          this.stops++;
        },
      });
      setImmediate(produce);
    };
    return { code: 200, headers: respond(200).headers, length: "UNKNOWN_LENGTH", deliverBody };
  }
}

/** States in which a client can vanish: [name, what it has sent, whether it waits for octets first]. */
const STATES: readonly [name: string, sent: string, waits: boolean][] = [
  ["before a word", "", false],
  ["inside a head", "GET / HTTP/1.1\r\nHos", false],
  ["inside its content", "POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", false],
  ["inside a chunk", "POST /take HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12", false],
  ["while its answer is owed", "GET /later HTTP/1.1\r\nHost: a\r\n\r\n", false],
  ["inside its answer", "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n", true],
];

function stormRoot(endless: Endless, ends: string[]): IResource {
  return tree({
    "": leaf(() => respond(200, {}, "hello\n")),
    take: byMethod({
      POST: async (request) => {
        await collect(request, () => {}).finally(() => ends.push("end"));
        return respond(200);
      },
    }),
    later: leaf(() => setTimeout(50).then(() => respond(200, {}, "later\n"))),
    endless: leaf(() => endless.response()),
  });
}

describe("storms", () => {
  test("300 clients reset their connections, in six states: everything is given back", async () => {
    const endless = new Endless();
    const ends: string[] = [];
    const { port, site, log } = await serve(stormRoot(endless, ends));
    const clients: RawClient[] = [];
    for (let i = 0; i < 300; i++) {
      const [, sent, waits] = STATES[i % STATES.length]!;
      const client = await RawClient.connect(port);
      clients.push(client);
      if (sent !== "") await client.send(sent);
      if (!waits) continue;
      await once(client.socket, "data");
      client.socket.pause();
    }
    for (const client of clients) client.reset();
    await until(() => site.connections.size === 0);
    expect(endless.stops).toBe(50);
    expect(ends).toHaveLength(100);
    expect(log.lines).toEqual([]);
    const client = await RawClient.connect(port);
    await client.send(HELLO);
    expect((await client.answer()).code).toBe(200);
  });

  test("1,000 connections are closed at once", async () => {
    const { port, site } = await serve(PAGES);
    const sockets: Socket[] = Array.from({ length: 1_000 }, () => connect(port, "127.0.0.1"));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    await until(() => site.connections.size === 1_000);
    for (const [i, socket] of sockets.entries()) {
      if (i % 2 === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
    await until(() => site.connections.size === 0);
    expect(site.exchanges()).toEqual([]);
  });
});

describe("a server that closes", () => {
  test("closes idle connections at once, lets answers end, and takes no more", async () => {
    const { port, endpoint } = await serve(PAGES);
    const [idle, fresh, busy, uploading] = (await Promise.all(
      Array.from({ length: 4 }, () => RawClient.connect(port)),
    )) as [RawClient, RawClient, RawClient, RawClient];
    await idle.send(HELLO);
    await idle.answer();
    await busy.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    await uploading.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
    await uploading.hear("12345");

    const order: string[] = [];
    const closed = endpoint.close();
    const answered = busy.answer().finally(() => order.push("answered"));
    expect([await idle.end(), await fresh.end()]).toEqual(["", ""]);
    order.push("closed");
    await expect(RawClient.connect(port)).rejects.toThrow("ECONNREFUSED");

    const later = await answered;
    expect(order).toEqual(["closed", "answered"]);
    expect([later.code, later.body, later.fields.get("connection")]).toEqual([200, "later\n", "close"]);
    await uploading.send("67890");
    expect(await uploading.answer()).toMatchObject({ code: 200, body: "1234567890" });
    expect([await busy.end(), await uploading.end()]).toEqual(["", ""]);
    for (const client of [idle, fresh, busy, uploading]) client.finish();
    await closed;
  });

  test("cuts what is not over after its grace, and says what that was", async () => {
    const endless = new Endless();
    const { port, site, endpoint, log } = await serve(stormRoot(endless, []));
    const reader = await RawClient.connect(port);
    await reader.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    await reader.hear("\r\n\r\n");
    const writer = await RawClient.connect(port);
    await writer.send("POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
    await until(() => site.exchanges().length === 2);
    let isGraceOver = false;
    void setTimeout(100).then(() => (isGraceOver = true));
    await endpoint.close({ graceMs: 100 });
    expect(isGraceOver).toBe(true);
    expect(endless.stops).toBe(1);
    expect(log.lines).toContainEqual(expect.stringMatching(/cut 2 connections .*GET \/endless.*POST \/take/));
    await Promise.all([reader.end(), writer.end()]);
  });
});
