/** askUpstream against real servers, honest and broken ones. */
import {
  BodyAborted,
  Headers,
  bodyOf,
  bodyProducer,
  leaf,
  readBody,
  respond,
  type IBody,
  type IResponse,
} from "@headgate/core";
import { askUpstream, UpstreamFailed } from "@headgate/node";
import "./support/close-all";
import { answering, rawServer, stopRawServers } from "./support/raw-servers";
import { serve } from "./support/servers";
import { until } from "./support/until";

const NOTHING = bodyOf("");

function ask(
  port: number,
  over: { method?: string; body?: IBody; headers?: Headers; signal?: AbortSignal } = {},
): Promise<IResponse> {
  const { method = "GET", body = NOTHING, headers = new Headers({ Host: "up" }), signal } = over;
  const request = { host: "127.0.0.1", port, method, target: "/a?b", headers, body };
  return askUpstream(signal === undefined ? request : { ...request, signal });
}

const textOf = async (response: IResponse): Promise<string> => (await readBody(response)).toString();

describe("askUpstream", () => {
  test("sends the head as it is, one connection for one request", async () => {
    const upstream = await answering("HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nok");
    const response = await ask(upstream.port, {
      headers: new Headers([
        ["Host", "up"],
        ["X-B", "caf\u00e9"],
        ["X-B", "2"],
      ]),
    });
    expect(upstream.heard()).toBe(
      "GET /a?b HTTP/1.1\r\nHost: up\r\nX-B: caf\u00e9\r\nX-B: 2\r\nConnection: close\r\n\r\n",
    );
    expect([response.code, response.phrase, response.headers.getAll("x-a")]).toEqual([
      200,
      "Fine",
      ["1", "2"],
    ]);
    expect(await textOf(response)).toBe("ok");
  });

  test.each([
    ["GET", bodyOf(""), /\r\n\r\n$/, /content-length|transfer-encoding/i],
    ["POST", bodyOf(""), /\r\nContent-Length: 0\r\n/, /transfer-encoding/i],
    ["POST", bodyOf("body"), /\r\nContent-Length: 4\r\n[^]*\r\n\r\nbody$/, /transfer-encoding/i],
    [
      "DELETE",
      bodyOf(["bo", "dy"]),
      /\r\nTransfer-Encoding: chunked\r\n[^]*2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n$/,
      /content-length/i,
    ],
  ])("frames the content of a %s anew", async (method, body, wanted, unwanted) => {
    let heard = "";
    const port = await rawServer((socket) => {
      socket.on("data", (octets: Buffer) => {
        heard += octets.toString("latin1");
        if (wanted.test(heard)) socket.end("HTTP/1.1 204 No Content\r\n\r\n");
      });
    });
    const headers = new Headers({
      Host: "up",
      "Content-Length": 99,
      "Transfer-Encoding": "gzip",
      Connection: "keep-alive",
    });
    expect((await ask(port, { method, body, headers })).code).toBe(204);
    expect(heard).toMatch(wanted);
    expect(heard).not.toMatch(unwanted);
  });

  test("an answer that comes before the request's body has ended, and goes on with it", async () => {
    const { port } = await serve(leaf((request) => respond(200, {}, request)));
    let write: (data: string) => void = () => {};
    let finish = (): void => {};
    const body = bodyProducer({
      startProducing(consumer) {
        write = (data) => consumer.write(data);
        finish = () => consumer.finish();
        write("first");
      },
      pauseProducing() {},
      resumeProducing() {},
      stopProducing() {},
    });
    const response = await ask(port, { method: "POST", body });
    let echoed = "";
    let reason: unknown;
    response.deliverBody({
      makeConnection() {},
      dataReceived: (data) => void (echoed += data.toString()),
      connectionLost: (end) => void (reason = end),
    });
    await until(() => echoed === "first");
    write(", last");
    finish();
    await until(() => reason !== undefined);
    expect(echoed).toBe("first, last");
  });

  test("nobody there: not reached", async () => {
    const port = await rawServer(() => {});
    await stopRawServers();
    const failed = await ask(port).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UpstreamFailed);
    expect(failed).toMatchObject({ wasReached: false, code: "UPSTREAM_FAILED", status: 502 });
  });

  test.each([
    ["closes without a word", ""],
    ["speaks another protocol", "SSH-2.0-OpenSSH_9\r\n"],
    [
      "frames its answer twice",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["folds a field", "HTTP/1.1 200 OK\r\nX-A: 1\r\n\u0000 2\r\n\r\n"],
    ["switches protocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"],
    ["has a status that can't be one", "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["has a head without end", `HTTP/1.1 200 OK\r\n${"X-Long: 0123456789abcdef\r\n".repeat(2_000)}\r\n`],
  ])("a server that %s gave no answer", async (_how, answer) => {
    const upstream = await answering(answer);
    const failed = await ask(upstream.port).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UpstreamFailed);
    expect(failed).toMatchObject({ wasReached: true });
  });

  test("interim answers are passed over", async () => {
    const upstream = await answering(
      "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    );
    expect(await textOf(await ask(upstream.port))).toBe("ok");
  });

  test.each([
    ["a length", "Content-Length: 9\r\n\r\nshort"],
    ["chunks", "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"],
  ])("an answer of %s that breaks off is not taken for whole", async (_how, rest) => {
    const upstream = await answering(`HTTP/1.1 200 OK\r\n${rest}`);
    await expect(textOf(await ask(upstream.port))).rejects.toBeInstanceOf(BodyAborted);
  });

  test("a request body that breaks off is the error, and the server's connection is cut", async () => {
    let closed = false;
    const port = await rawServer((socket) => {
      socket.resume();
      socket.on("close", () => (closed = true));
    });
    const broken = async function* (): AsyncGenerator<string> {
      yield "some";
      await Promise.resolve();
      throw new Error("source trouble");
    };
    await expect(ask(port, { method: "POST", body: bodyOf(broken()) })).rejects.toBeInstanceOf(BodyAborted);
    await until(() => closed);
  });

  test("a signal ends the waiting, with its reason; afterwards it is not heard", async () => {
    let heard = 0;
    let closed = false;
    const port = await rawServer((socket) => {
      socket.on("data", (octets) => (heard += octets.length));
      socket.on("close", () => (closed = true));
    });
    const aborted = new AbortController();
    const asked = ask(port, { signal: aborted.signal });
    await until(() => heard > 0);
    aborted.abort("enough");
    await expect(asked).rejects.toBe("enough");
    await until(() => closed);
    await expect(ask(port, { signal: AbortSignal.abort("before") })).rejects.toBe("before");
    const late = new AbortController();
    const upstream = await answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    const response = await ask(upstream.port, { signal: late.signal });
    late.abort();
    expect(await textOf(response)).toBe("ok");
  });
});
