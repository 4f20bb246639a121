import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BodyAborted, HeadgateError, ShutDown } from "@headgate/core";
import { listen, ListenFailed } from "../src/index";
import type { Endpoint, ListenOptions } from "../src/index";
import { ListeningEndpoint } from "../src/endpoint";
import { EchoServer } from "./support/echo-server";
import { readAll, until } from "./support/socket-pair";

const endpoints: Endpoint[] = [];
const clients: Socket[] = [];
const folder = mkdtempSync(join(tmpdir(), "headgate-listen-"));

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close({ graceMs: 0 })));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function started(server = new EchoServer(), options: ListenOptions = { host: "127.0.0.1" }) {
  const endpoint = await listen(server, options);
  endpoints.push(endpoint);
  return { endpoint, server };
}

async function connected(endpoint: Endpoint): Promise<Socket> {
  const client = endpoint.port === 0 ? connect(endpoint.host) : connect(endpoint.port, endpoint.host);
  clients.push(client);
  client.on("error", () => {});
  await once(client, "connect");
  return client;
}

async function echo(endpoint: Endpoint, text: string): Promise<string> {
  const client = await connected(endpoint);
  client.end(text);
  return readAll(client);
}

describe("a place", () => {
  test("with port 0 is one that is free, and is told by host, port and url", async () => {
    const { endpoint } = await started();
    expect(endpoint.host).toBe("127.0.0.1");
    expect(endpoint.port).toBeGreaterThan(0);
    expect(endpoint.url).toBe(`http://127.0.0.1:${endpoint.port}`);
    expect(await echo(endpoint, "hello")).toBe("hello");
  });

  test.each([
    ["0.0.0.0", "127.0.0.1"],
    ["::", "localhost"],
    ["::1", "[::1]"],
  ])("on %s has a url that a client here can use: %s", async (host, shown) => {
    const { endpoint } = await started(new EchoServer(), { host });
    expect(endpoint.url).toBe(`http://${shown}:${endpoint.port}`);
  });

  test("may be a UNIX socket, which goes when it closes", async () => {
    const path = join(folder, "app.sock");
    const { endpoint, server } = await started(new EchoServer(), { path });
    expect(endpoint).toMatchObject({ host: path, port: 0, url: `unix:${path}` });
    expect(await echo(endpoint, "hello")).toBe("hello");
    const { transport } = server.protocols[0]!;
    expect(transport.peer).toEqual({ type: "UNIX", host: path, port: 0 });
    expect(transport.host).toEqual({ type: "UNIX", host: path, port: 0 });
    await endpoint.close();
    expect(existsSync(path)).toBe(false);
  });

  test("may be a UNIX socket that a killed process left behind", async () => {
    const path = join(folder, "stale.sock");
    const program = `require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
    await once(spawn(process.execPath, ["-e", program, path]), "exit");
    expect(existsSync(path)).toBe(true);
    const { endpoint } = await started(new EchoServer(), { path });
    expect(await echo(endpoint, "hello")).toBe("hello");
  });
});

describe("a failure to listen is one line that says what to do", () => {
  const occupied = createServer().listen(0, "127.0.0.1");
  const file = join(folder, "file");
  const live = createServer().listen(join(folder, "live.sock"));

  beforeAll(() => writeFileSync(file, "precious"));
  afterAll(() => {
    occupied.close();
    live.close();
  });

  const portOf = (): number => (occupied.address() as { port: number }).port;
  test.each<[string, () => ListenOptions, RegExp]>([
    [
      "a port in use",
      () => ({ port: portOf(), host: "127.0.0.1" }),
      /127\.0\.0\.1:\d+: .*stop it.*EADDRINUSE/,
    ],
    ["a foreign address", () => ({ host: "192.0.2.1" }), /192\.0\.2\.1:0: no interface.*EADDRNOTAVAIL/],
    ["an impossible port", () => ({ port: 70_000 }), /port 70000: .*0 to 65535/],
    ["a UNIX socket in use", () => ({ path: join(folder, "live.sock") }), /live\.sock: .*EADDRINUSE/],
    ["a file where the socket should be", () => ({ path: file }), /file: .*EADDRINUSE/],
    ["a folder that is not there", () => ({ path: join(folder, "no", "x.sock") }), /(EACCES|ENOENT)/],
    ["a descriptor that is not open", () => ({ fd: 9_999 }), /descriptor 9999: /],
    ["a key that is none", () => ({ host: "127.0.0.1", tls: { key: "x", cert: "y" } }), /127\.0\.0\.1:0: ./],
  ])("%s", async (_, options, message) => {
    const failure = await listen(new EchoServer(), options()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ListenFailed);
    expect(failure).toBeInstanceOf(HeadgateError);
    expect(failure).toMatchObject({ code: "LISTEN_FAILED", message: expect.stringMatching(message) });
    expect((failure as Error).message).not.toContain("\n");
    expect((failure as Error).cause).toHaveProperty("message");
    expect(existsSync(file)).toBe(true);
  });
});

describe("closing", () => {
  test("closes idle connections at once, refuses new ones, and waits for a busy one", async () => {
    const { endpoint, server } = await started();
    const idle = await connected(endpoint);
    const busy = await connected(endpoint);
    busy.write("hold");
    await until(() => server.protocols.some((protocol) => protocol.exchanges().length > 0));
    let isClosed = false;
    const closing = endpoint.close().then(() => (isClosed = true));
    expect(await readAll(idle)).toBe("");
    await expect(connected(endpoint)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(isClosed).toBe(false);
    for (const protocol of server.protocols) protocol.release();
    expect(await readAll(busy)).toBe("hold");
    await closing;
    expect(server.logged).toEqual([]);
  });

  test("cuts what is left when the grace is over, and logs it in one line", async () => {
    const { endpoint, server } = await started();
    const busy = await connected(endpoint);
    busy.write("hold");
    await until(() => server.protocols[0]?.exchanges().length === 1);
    await endpoint.close({ graceMs: 5 });
    expect(server.protocols[0]!.aborted).toBeInstanceOf(ShutDown);
    expect(server.protocols[0]!.end).toBeInstanceOf(BodyAborted);
    expect(server.logged).toEqual([expect.stringMatching(/^headgate: cut 1 connections .*GET \/held$/)]);
  });

  test("with endless grace cuts nothing", async () => {
    const { endpoint, server } = await started();
    const busy = await connected(endpoint);
    busy.write("hold");
    await until(() => server.protocols[0]?.exchanges().length === 1);
    const closing = endpoint.close({ graceMs: Infinity });
    // A timer that overflows has 1 ms. This one begins later, so what the grace began would be over.
    await new Promise((resolve) => setTimeout(resolve, 1));
    server.protocols[0]!.release();
    expect(await readAll(busy)).toBe("hold");
    await closing;
    expect(server.logged).toEqual([]);
  });

  test("twice gives the same promise, and await using does it too", async () => {
    const { endpoint } = await started();
    expect(endpoint.close()).toBe(endpoint.close({ graceMs: 1 }));
    await endpoint[Symbol.asyncDispose]();
  });
});

describe("more connections than maxConnections", () => {
  test("wait, in order, and are served when others leave; the log has one line", async () => {
    const { endpoint, server } = await started(new EchoServer({ maxConnections: 1 }));
    const first = await connected(endpoint);
    await until(() => server.protocols.length === 1);
    const second = await connected(endpoint);
    const third = await connected(endpoint);
    second.end("second");
    third.end("third");
    await until(() => server.logged.length > 0);
    expect(server.protocols).toHaveLength(1);
    first.end();
    expect(await readAll(second)).toBe("second");
    expect(await readAll(third)).toBe("third");
    expect(server.logged).toEqual(["headgate: 1 connections are open (maxConnections); others have to wait"]);
  });

  test("are turned away beyond the backlog, and dropped if they leave or the endpoint closes", async () => {
    const { endpoint, server } = await started(new EchoServer({ maxConnections: 1, backlog: 2 }));
    const first = await connected(endpoint);
    await until(() => server.protocols.length === 1);
    const left = await connected(endpoint);
    left.end();
    const waiting = await connected(endpoint);
    expect(await readAll(await connected(endpoint))).toBe("");
    first.end();
    await until(() => server.protocols.length === 2);
    const late = await connected(endpoint);
    await until(() => server.logged.length === 2);
    await endpoint.close({ graceMs: 0 });
    expect(await readAll(late)).toBe("");
    expect(waiting.destroyed).toBe(true);
    expect(server.protocols).toHaveLength(2);
  });
});

test("a burst of failures to accept is one line in the log", async () => {
  const server = new EchoServer();
  const listener = createServer();
  const place = { host: "127.0.0.1", port: 1, url: "http://127.0.0.1:1/", path: undefined };
  const endpoint = new ListeningEndpoint(server, listener, undefined, place, {});
  for (let i = 0; i < 100; i++) listener.emit("error", new Error("accept EMFILE"));
  expect(server.logged).toEqual(["headgate: http://127.0.0.1:1/ can't accept connections: accept EMFILE"]);
  await endpoint.close();
});
