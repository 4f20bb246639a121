import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect as connectTCP } from "node:net";
import { connect } from "node:tls";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { BodyDone } from "@headgate/core";
import { listen } from "../src/index";
import type { Endpoint, ListenOptions } from "../src/index";
import { selfSignedCertificate } from "../src/self-signed-certificate";
import { EchoServer } from "./support/echo-server";
import { readAll, until } from "./support/socket-pair";

let endpoint: Endpoint;
let server: EchoServer;

async function start(options: ListenOptions = {}): Promise<void> {
  server = new EchoServer();
  endpoint = await listen(server, { host: "127.0.0.1", tls: "self-signed", ...options });
}

afterEach(() => endpoint.close({ graceMs: 0 }));

/** Resolves when the handshake is through, rejects if it fails. */
async function secure(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const { host, port } = endpoint;
  const socket = connectTCP({ host, port, allowHalfOpen: true });
  const client = connect({ socket, rejectUnauthorized: false, ...options });
  await once(client, "secureConnect");
  // In TLS 1.3 the server may still refuse.
  client.write("ready?");
  await once(client, "data");
  return client;
}

describe("TLS", () => {
  test("carries the same transport: half close, addresses, ALPN", async () => {
    await start();
    expect(endpoint.url).toBe(`https://127.0.0.1:${endpoint.port}`);
    const client = await secure({ ALPNProtocols: ["http/1.1", "h2"] });
    const { transport } = server.protocols[0]!;
    expect(transport).toMatchObject({ isSecure: true, alpnProtocol: "h2" });
    expect(transport.peer).toEqual({ type: "TCP", host: "127.0.0.1", port: client.localPort });
    client.end("bye");
    expect(await readAll(client)).toBe("bye");
    await until(() => server.protocols[0]!.end !== undefined);
    expect(server.protocols[0]!.end).toBe(BodyDone.instance);
  });

  test("a client without ALPN is served", async () => {
    await start();
    const client = await secure();
    expect(server.protocols[0]!.transport.alpnProtocol).toBeUndefined();
    client.destroy();
  });

  test("a large answer to a slow reader arrives whole", async () => {
    await start();
    const client = await secure();
    client.pause();
    const { transport } = server.protocols[0]!;
    const size = 8 * 1024 * 1024;
    expect(transport.write(Buffer.alloc(size, "x"))).toBe(false);
    transport.write(Buffer.from("tail"));
    transport.loseConnection();
    expect(await readAll(client)).toHaveLength(size + 4);
    client.end();
  });

  test("an abort cuts the connection", async () => {
    await start();
    const client = await secure();
    client.on("error", () => {});
    server.protocols[0]!.transport.abortConnection();
    await Promise.race([once(client.resume(), "end"), once(client, "close")]);
    expect(server.protocols[0]!.end).toMatchObject({ code: "BODY_ABORTED" });
  });

  test.each<[string, ConnectionOptions]>([
    ["TLS 1.1", { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }],
    ["ALPN without a protocol of ours", { ALPNProtocols: ["spdy/3"] }],
  ])("%s is refused", async (_, options) => {
    await start();
    await expect(secure(options)).rejects.toThrow();
    expect(server.protocols).toHaveLength(0);
  });

  test("renegotiation is refused", async () => {
    await start();
    const client = await secure({ maxVersion: "TLSv1.2" });
    const refused = jest.fn();
    client.on("error", refused);
    client.renegotiate({}, () => {});
    await until(() => refused.mock.calls.length > 0);
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ code: "ERR_SSL_NO_RENEGOTIATION" }));
    client.destroy();
  });

  test("cleartext, a reset and silence during the handshake hurt nobody, and closing cuts them", async () => {
    await start();
    const { host, port } = endpoint;
    const cleartext = connectTCP(port, host).on("error", () => {});
    cleartext.write("GET / HTTP/1.1\r\n\r\n");
    await once(cleartext.resume(), "close");
    const reset = connectTCP(port, host, () => reset.resetAndDestroy());
    await once(reset, "close");
    const silent = connectTCP(port, host).on("error", () => {});
    await once(silent, "connect");
    (await secure()).destroy();
    await endpoint.close({ graceMs: 1 });
    await once(silent.resume(), "close");
    expect(server.protocols).toHaveLength(1);
  });
});

test("a self-signed certificate holds for its host and the loopback, under its own signature", async () => {
  await start({ tls: selfSignedCertificate("app.test") });
  const { key, cert } = selfSignedCertificate("app.test");
  const certificate = new X509Certificate(cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(key).toContain("PRIVATE KEY");
  expect(certificate.subjectAltName).toBe(
    "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:app.test",
  );
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  expect(new X509Certificate(selfSignedCertificate("192.0.2.7").cert).checkIP("192.0.2.7")).toBe("192.0.2.7");
});

test("a self-signed certificate can be read, however long it is", () => {
  for (let length = 1; length <= 48; length++) {
    const { cert } = selfSignedCertificate("a".repeat(length));
    expect(new X509Certificate(cert).subjectAltName).toContain("a".repeat(length));
  }
});

test("a client that trusts the self-signed certificate connects without exceptions", async () => {
  const certificate = selfSignedCertificate();
  await start({ tls: certificate });
  const client = await secure({ rejectUnauthorized: true, ca: certificate.cert, servername: "localhost" });
  expect(client.authorized).toBe(true);
  client.destroy();
});
