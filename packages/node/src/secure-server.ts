/** TLS over accepted sockets, and what is not left to the defaults: versions, ALPN, renegotiation, a clock. */
import { constants } from "node:crypto";
import { createServer } from "node:tls";
import type { Server, TlsOptions } from "node:tls";
import { selfSignedCertificate } from "./self-signed-certificate";

/** In the order in which we prefer them. A client that offers others only gets an alert (RFC 7301 section 3.2). */
const PROTOCOLS: readonly string[] = ["h2", "http/1.1"];

/** Key and certificate, and whatever else `node:tls` takes; ALPN is set here. */
export type TLSOptions = Omit<TlsOptions, "ALPNProtocols" | "ALPNCallback">;

const HANDSHAKE_TIMEOUT_MS = 20_000;

/**
 * A server that listens nowhere: a socket goes in by `emit("connection")`, the one that is ready comes out by
 * "secureConnection".
 */
export function createSecureServer(tls: TLSOptions | "self-signed", http2: boolean, host?: string): Server {
  const options: TLSOptions = tls === "self-signed" ? selfSignedCertificate(host) : tls;
  checkCertificate(options);
  const server = createServer({
    minVersion: "TLSv1.2",
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    ...options,
    // Asked for again and again, it costs the server most.
    secureOptions: (options.secureOptions ?? 0) | constants.SSL_OP_NO_RENEGOTIATION,
    ALPNProtocols: PROTOCOLS.filter((protocol) => http2 || protocol !== "h2"),
  });
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}

/** node:tls listens without one, and refuses every client. @throws TypeError */
function checkCertificate({ key, cert, pfx, SNICallback, pskCallback }: TLSOptions): void {
  if (key !== undefined && cert !== undefined) return;
  if (pfx !== undefined || SNICallback !== undefined || pskCallback !== undefined) return;
  throw new TypeError('tls is "self-signed", or has key and cert (or pfx, or SNICallback)');
}
