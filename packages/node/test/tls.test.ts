import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect as connectTCP } from "node:net";
import type { Socket } from "node:net";
import { connect, createSecureContext } from "node:tls";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { BodyDone, leaf, respond, Site } from "@headgate/core";
import { ManualClock } from "@headgate/core/testing";
import { listen } from "../src/index";
import type { Endpoint, ListenOptions, TLSOptions } from "../src/index";
import { selfSignedCertificate } from "../src/self-signed-certificate";
import { EchoServer } from "./support/echo-server";
import { readAll, until } from "./support/socket-pair";

/** The type of the first frame that a server sends (RFC 9113 section 6.5). */
const SETTINGS = 4;

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

  test.each<[string, ConnectionOptions, ListenOptions]>([
    ["TLS 1.1", { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }, {}],
    ["ALPN without a protocol of ours (RFC 7301 section 3.2)", { ALPNProtocols: ["spdy/3"] }, {}],
    ["ALPN with h2 alone where there is HTTP/1.1 only", { ALPNProtocols: ["h2"] }, { http2: false }],
    [
      "a client without a certificate where one is asked for",
      { ALPNProtocols: ["h2"] },
      { tls: { ...selfSignedCertificate(), requestCert: true, rejectUnauthorized: true } },
    ],
  ])("%s is refused", async (_, options, offered) => {
    await start(offered);
    await expect(secure(options)).rejects.toThrow();
    expect(server.protocols).toHaveLength(0);
    expect(server.logged).toEqual([]);
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

describe("ALPN (RFC 9113 section 3.2)", () => {
  /** The protocol that was agreed on, and what a request of HTTP/1.1 is answered. */
  async function visit(http2: boolean, ALPNProtocols: string[] | undefined): Promise<[unknown, string]> {
    const site = new Site(leaf(({ httpVersion }) => respond(200, {}, httpVersion)));
    endpoint = await listen(site, { host: "127.0.0.1", tls: "self-signed", http2 });
    const { host, port } = endpoint;
    const client = connect({ host, port, rejectUnauthorized: false, ALPNProtocols });
    client.write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const answer = await readAll(client);
    client.destroy();
    await until(() => site.connections.size === 0);
    return [client.alpnProtocol, answer];
  }

  test.each<[string, string[] | undefined, boolean, string | false]>([
    ["a client that prefers HTTP/1.1, where both are offered", ["http/1.1", "h2"], true, "h2"],
    ["a client of HTTP/2 alone", ["h2"], true, "h2"],
    ["a client of HTTP/1.1 alone", ["http/1.1"], true, "http/1.1"],
    ["a client without ALPN", undefined, true, false],
    ["a client of both, where HTTP/2 is not offered", ["h2", "http/1.1"], false, "http/1.1"],
    ["a client without ALPN, where HTTP/2 is not offered", undefined, false, false],
  ])("%s gets what was agreed on, and that version of HTTP", async (_, protocols, http2, agreed) => {
    const [protocol, answer] = await visit(http2, protocols);
    expect(protocol).toBe(agreed);
    if (agreed === "h2") expect(answer.charCodeAt(3)).toBe(SETTINGS);
    else expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

describe("a client that does not go on", () => {
  async function isClosed(client: Socket): Promise<void> {
    client.on("error", () => {});
    await once(client.resume(), "close");
  }

  test.each([
    ["silence", ""],
    ["the beginning of a ClientHello", "\x16\x03\x01\x02\x00\x01"],
  ])("is cut when its handshake stalls: %s", async (_, octets) => {
    await start({ tls: { ...selfSignedCertificate(), handshakeTimeout: 50 } });
    const client = connectTCP(endpoint.port, endpoint.host);
    client.write(octets, "latin1");
    await isClosed(client);
    expect(server.protocols).toHaveLength(0);
    expect(server.logged).toEqual([]);
  });

  test("is closed quietly when no preface follows its handshake: browsers keep such a connection to spare", async () => {
    const clock = new ManualClock();
    const log = { warn: jest.fn(), error: jest.fn() };
    const site = new Site(
      leaf(() => respond(200)),
      { clock, log },
    );
    endpoint = await listen(site, { host: "127.0.0.1", tls: "self-signed" });
    const { host, port } = endpoint;
    const client = connect({ host, port, rejectUnauthorized: false, ALPNProtocols: ["h2"] });
    await once(client, "data"); // our SETTINGS
    clock.advance(site.options.http2.handshakeTimeoutMs / 2);
    expect(site.connections.size).toBe(1);
    clock.advance(site.options.http2.handshakeTimeoutMs);
    await isClosed(client);
    await until(() => site.connections.size === 0);
    expect([log.warn.mock.calls, log.error.mock.calls]).toEqual([[], []]);
  });
});

describe("certificates", () => {
  const { key, cert } = selfSignedCertificate();

  test.each<[string, unknown]>([
    ["none", {}],
    ["no key", { cert }],
    ["no certificate", { key }],
    ["a word that is none", "selfsigned"],
    ["a key of another certificate", { key, cert: selfSignedCertificate().cert }],
    ["no PEM", { key: "key", cert: "cert" }],
  ])("what can't serve any client is told at once: %s", async (_, tls) => {
    await expect(start({ tls: tls as TLSOptions })).rejects.toThrow(/^cannot listen on 127\.0\.0\.1:0: /);
  });

  test("may be found by the name that the client asks for", async () => {
    await start({
      tls: {
        SNICallback: (name, found) => found(null, createSecureContext(selfSignedCertificate(name))),
      },
    });
    const client = await secure({ servername: "app.test", ALPNProtocols: ["h2"] });
    expect(client.getPeerCertificate().subjectaltname).toContain("DNS:app.test");
    expect(client.alpnProtocol).toBe("h2");
    client.destroy();
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
