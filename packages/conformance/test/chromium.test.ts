/** What a browser does with HTTP/2: many requests on one connection, uploads that are streams, WebSockets. */
import { EventEmitter, on } from "node:events";
import {
  byMethod,
  iterate,
  leaf,
  respond,
  segment,
  tree,
  type IRequest,
  type IResponse,
} from "@headgate/core";
import type { ListenOptions } from "@headgate/node";
import "./support/close-all";
import { leave, quit, visit } from "./support/chromium";
import { serve } from "./support/servers";
import { describeWith } from "./support/tools";
import { webSocketEcho } from "./support/web-socket-echo";

const SECURE: ListenOptions = { port: 0, host: "127.0.0.1", tls: "self-signed" };

const page = leaf(() => respond(200, { "Content-Type": "text/html" }, "<!doctype html><title>Test</title>"));

afterEach(leave);
afterAll(quit);

/** Handlers that answer together: not one of `count` before all of them were called. */
function together(count: number): (answer: () => IResponse) => Promise<IResponse> {
  const waiting: (() => void)[] = [];
  return (answer) =>
    new Promise((resolve) => {
      waiting.push(() => resolve(answer()));
      if (waiting.length === count) for (const go of waiting) go();
    });
}

describeWith("chromium")("Chromium", () => {
  test("makes 20 fetches at a time on one connection, over h2", async () => {
    const meet = together(20);
    const ports = new Set<number>();
    const answers = segment((name) =>
      leaf((request) => {
        ports.add(request.channel.peer.port);
        return meet(() => respond(200, {}, `answer ${name}`));
      }),
    );
    const { endpoint } = await serve(tree({ "": page, answers }), {}, SECURE);
    const visitor = await visit(endpoint.url);
    const got = await visitor.evaluate(`(async () => {
      const timed = new Promise((resolve) => {
        const entries = [];
        new PerformanceObserver((list) => {
          entries.push(...list.getEntries().filter(({ name }) => name.includes("/answers/")));
          if (entries.length === 20) resolve(entries.map(({ nextHopProtocol }) => nextHopProtocol));
        }).observe({ type: "resource", buffered: true });
      });
      const fetches = Array.from({ length: 20 }, async (_, i) => (await fetch("/answers/" + i)).text());
      return { texts: await Promise.all(fetches), protocols: await timed };
    })()`);
    expect(got).toEqual({
      texts: Array.from({ length: 20 }, (_, i) => `answer ${i}`),
      protocols: Array<string>(20).fill("h2"),
    });
    expect(ports.size).toBe(1);
  });

  test("reads what a resource has seen of an upload before it sends the next piece, on the same connection", async () => {
    const ports = new Set<number>();
    const pieces = new EventEmitter();
    async function* events(): AsyncGenerator<string> {
      for await (const [text] of on(pieces, "piece")) yield `data: ${text as string}\n\n`;
    }
    const upload = async (request: IRequest): Promise<IResponse> => {
      ports.add(request.channel.peer.port);
      for await (const piece of iterate(request)) pieces.emit("piece", piece.toString());
      return respond(200, {}, `${request.method} over ${request.httpVersion}`);
    };
    const feed = (request: IRequest): IResponse => {
      ports.add(request.channel.peer.port);
      return respond(200, { "Content-Type": "text/event-stream" }, events());
    };
    const root = tree({ "": page, upload: byMethod({ POST: upload }), events: byMethod({ GET: feed }) });
    const { endpoint } = await serve(root, {}, SECURE);
    const visitor = await visit(endpoint.url);
    const got = await visitor.evaluate(`(async () => {
      const feed = new EventSource("/events");
      await new Promise((resolve) => (feed.onopen = resolve));
      const seen = [];
      const pieces = ["one", "two", "three"].map((text) => new TextEncoder().encode(text));
      const body = new ReadableStream({
        async pull(controller) {
          if (pieces.length === 0) return controller.close();
          const heard = new Promise((resolve) => (feed.onmessage = resolve));
          controller.enqueue(pieces.shift());
          seen.push((await heard).data);
        },
      });
      const answer = await fetch("/upload", { method: "POST", body, duplex: "half" });
      feed.close();
      return [...seen, await answer.text()];
    })()`);
    expect(got).toEqual(["one", "two", "three", "POST over 2.0"]);
    expect(ports.size).toBe(1);
  });

  test.each([
    ["HTTP/2 (RFC 8441)", true, "CONNECT websocket 2.0"],
    ["HTTP/1.1 (RFC 6455)", false, "GET websocket 1.1"],
  ])("opens a WebSocket over %s", async (_, http2, wanted) => {
    const asked: string[] = [];
    const socket = webSocketEcho(({ method, upgrade, httpVersion }) => {
      asked.push(`${method} ${upgrade ?? "nothing"} ${httpVersion}`);
    });
    const { endpoint } = await serve(tree({ "": page, socket }), {}, { ...SECURE, http2 });
    const visitor = await visit(endpoint.url);
    const got = await visitor.evaluate(`(async () => {
      const socket = new WebSocket("wss://" + location.host + "/socket");
      const sizes = [0, 5, 125, 126, 300, 70_000];
      const echoes = [];
      socket.onopen = () => sizes.forEach((size) => socket.send("x".repeat(size)));
      socket.onmessage = ({ data }) => {
        echoes.push(data === "x".repeat(data.length) ? data.length : data);
        if (echoes.length === sizes.length) socket.close(4000, "enough");
      };
      const { code, reason, wasClean } = await new Promise((resolve) => (socket.onclose = resolve));
      return { echoes, code, reason, wasClean };
    })()`);
    expect(got).toEqual({
      echoes: [0, 5, 125, 126, 300, 70_000],
      code: 4000,
      reason: "enough",
      wasClean: true,
    });
    expect(asked).toEqual([wanted]);
  });
});
