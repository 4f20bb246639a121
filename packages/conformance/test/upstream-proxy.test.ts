/** ReverseProxyResource against real servers, honest and broken ones. */
import { leaf, respond } from "@headgate/core";
import { Resource, ReverseProxyResource, Site } from "@headgate/legacy-site";
import "./support/close-all";
import { RawClient } from "./support/raw-client";
import { answering, rawServer, stopRawServers } from "./support/raw-servers";
import { RecordingLog, serve, willClose } from "./support/servers";
import { until } from "./support/until";

describe("ReverseProxyResource", () => {
  async function proxyTo(port: number): Promise<{ port: number; log: RecordingLog }> {
    const log = new RecordingLog();
    const root = new Resource();
    root.putChild("p", new ReverseProxyResource("127.0.0.1", port, "/base"));
    const endpoint = willClose(await new Site(root, { log }).listen(0, "127.0.0.1"));
    return { port: endpoint.port, log };
  }

  test("octets flow both ways at once", async () => {
    const upstream = await serve(leaf((request, path) => respond(200, { "X-Path": path.rest }, request)));
    const client = await RawClient.connect((await proxyTo(upstream.port)).port);
    await client.send("POST /p/a HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\nfirst");
    await until(() => client.received.endsWith("first\r\n") || client.received.endsWith("first"));
    await client.send(", after");
    const { code, body } = await client.answer();
    expect([code, body]).toEqual([200, "first, after"]);
  });

  test("a slow client holds the other server back", async () => {
    const PIECE = "x".repeat(64 * 1024);
    let given = 0;
    const body = async function* (): AsyncGenerator<string> {
      for (; given < 2_000; given++) yield PIECE;
    };
    const upstream = await serve(leaf(() => respond(200, {}, body())));
    const client = await RawClient.connect((await proxyTo(upstream.port)).port);
    await client.send("GET /p HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => client.octets > 0);
    client.socket.pause();
    let seen = -1;
    let unchanged = 0;
    await until(() => {
      unchanged = seen === given ? unchanged + 1 : 0;
      seen = given;
      return unchanged === 50;
    });
    expect(given).toBeLessThan(1_000);
    client.reset();
    await until(() => upstream.site.exchanges().length === 0);
  });

  test("a client that leaves ends the request to the other server", async () => {
    let closed = false;
    let asked = false;
    const port = await rawServer((socket) => {
      socket.on("data", () => (asked = true));
      socket.on("close", () => (closed = true));
    });
    const client = await RawClient.connect((await proxyTo(port)).port);
    await client.send("GET /p HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => asked);
    client.reset();
    await until(() => closed);
  });

  test("an answer that breaks off is cut, not ended", async () => {
    const upstream = await answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n");
    const client = await RawClient.connect((await proxyTo(upstream.port)).port);
    await client.send("GET /p HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => client.hasEnded);
    expect(client.received).toContain("short");
    expect(client.received).not.toMatch(/0\r\n\r\n$/);
  });

  test("a server that is not there, and one that says nothing", async () => {
    const silent = await answering("");
    const broken = await proxyTo(silent.port);
    const client = await RawClient.connect(broken.port);
    await client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    expect((await client.answer()).code).toBe(502);
    expect(broken.log.lines).toHaveLength(1);
    await stopRawServers();
    const other = await RawClient.connect(broken.port);
    await other.send("GET /p HTTP/1.1\r\nHost: a\r\n\r\n");
    const { code, body } = await other.answer();
    expect([code, body]).toEqual([501, "<H1>Could not connect</H1>"]);
  });
});
