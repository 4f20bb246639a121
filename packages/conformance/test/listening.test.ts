/** Where a server can be reached: a port, TLS, a UNIX socket, a descriptor that it was given. */
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTLS } from "node:tls";
import { Child } from "../src/child";
import "./support/close-all";
import { PAGES } from "./support/pages";
import { RawClient } from "./support/raw-client";
import { serve } from "./support/servers";
import { until } from "./support/until";

const PROGRAM = join(__dirname, "children/pages.ts");
const HELLO = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const isLinux = process.platform === "linux";
if (!isLinux) console.warn("skipped: descriptors are counted and handed over as Linux does it");

async function wantHello(client: RawClient): Promise<void> {
  await client.send(HELLO);
  expect((await client.answer()).body).toBe("hello\n");
}

describe("TLS with a certificate of its own making", () => {
  test("carries the same site, half-closed clients too", async () => {
    const { port, endpoint } = await serve(PAGES, {}, { port: 0, host: "127.0.0.1", tls: "self-signed" });
    expect(endpoint.url).toBe(`https://127.0.0.1:${port}`);
    const target = { port, host: "127.0.0.1", rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] };
    const socket = connectTLS(target);
    const client = new RawClient(socket);
    await once(socket, "secureConnect");
    expect(socket.alpnProtocol).toBe("http/1.1");
    await wantHello(client);
    socket.end("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    expect((await client.answer()).body).toBe("later\n");
  });

  test("outlives garbage and handshakes that break off", async () => {
    const { port, site } = await serve(PAGES, {}, { port: 0, host: "127.0.0.1", tls: "self-signed" });
    for (const garbage of [HELLO, "\0".repeat(1_000), "\x16\x03\x01\xff\xff".repeat(20)]) {
      const client = await RawClient.connect(port);
      await client.send(garbage);
      await client.end();
    }
    for (const beginning of ["", "\x16", "\x16\x03\x01\x02\x00\x01"]) {
      const client = await RawClient.connect(port);
      if (beginning !== "") await client.send(beginning);
      client.reset();
    }
    const socket = connectTLS({ port, host: "127.0.0.1", rejectUnauthorized: false });
    const client = new RawClient(socket);
    await once(socket, "secureConnect");
    await wantHello(client);
    expect(site.connections.size).toBe(1);
  });
});

test("a UNIX socket: served, and gone when the server is", async () => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-test-"));
  const path = join(directory, "socket");
  try {
    const { endpoint } = await serve(PAGES, {}, { path });
    await wantHello(await RawClient.connectTo({ path }));
    await endpoint.close({ graceMs: 0 });
    await expect(stat(path)).rejects.toThrow("ENOENT");
  } finally {
    await rm(directory, { recursive: true });
  }
});

/** The descriptor of a listening socket: what systemd would hand over. */
function descriptorOf(server: Server): number {
  return (server as unknown as { _handle: { fd: number } })._handle.fd;
}

(isLinux ? describe : describe.skip)("a process that is given a listening socket, and 64 descriptors", () => {
  let child: Child;
  let port: number;

  beforeAll(async () => {
    const owner = createServer().listen(0, "127.0.0.1");
    await once(owner, "listening");
    ({ port } = owner.address() as AddressInfo);
    child = await Child.listening(PROGRAM, ["fd"], { descriptor: descriptorOf(owner), maxDescriptors: 64 });
    owner.close();
  });

  afterAll(() => child.stop());

  test("serves on that socket", async () => {
    expect(child.port).toBe(port);
    await wantHello(await RawClient.connect(port));
  });

  test("of 300 clients serves as many as it can; those it has are not disturbed, and then it recovers", async () => {
    const early = await RawClient.connect(port);
    await wantHello(early);
    const crowd = await Promise.all(Array.from({ length: 300 }, () => RawClient.connect(port)));
    await wantHello(early);
    await until(() => crowd.filter((client) => client.hasEnded).length > 200);
    for (const client of crowd) client.reset();
    await wantHello(await RawClient.connect(port));
  });
});
