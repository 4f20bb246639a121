/**
 * A place that is listened on: who is connected there, and how it closes.
 *
 * Closing is in two steps: every protocol is told to take no further request, and has `graceMs` for what it owes;
 * then the rest is cut, and the log says what.
 */
import type { Server, Socket } from "node:net";
import type { Server as TLSServer } from "node:tls";
import { ShutDown } from "@headgate/core";
import type { IServer, IServerProtocol, ProtocolOffer } from "@headgate/core";
import { Admission } from "./admission";
import { SocketTransport } from "./socket-transport";
import type { SocketTransportOptions } from "./socket-transport";

export interface Endpoint extends AsyncDisposable {
  /** The address that is bound; of a UNIX socket, the path. */
  readonly host: string;
  /** 0 for a UNIX socket. */
  readonly port: number;
  /** As a client on this machine would write it, up to the path: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Accepts no more, lets every answer that is owed end, and after `graceMs` cuts. Called again: the same promise. */
  close(options?: CloseOptions): Promise<void>;
}

export interface CloseOptions {
  /** For answers that are owed; 10 seconds. */
  readonly graceMs?: number | undefined;
}

export interface Place {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Of a UNIX socket. */
  readonly path: string | undefined;
}

const DEFAULT_GRACE_MS = 10_000;
/** node fires a timer that is longer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** After our FIN a client closes at once or, as a rule, never. */
const CLOSE_TIMEOUT_MS = 5_000;
/** Failures to accept that are less apart than this are one burst. */
const BURST_MS = 1_000;
/** How many of the exchanges that were cut the log names. */
const MAX_NAMED = 10;

export class ListeningEndpoint implements Endpoint {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly #site: IServer;
  readonly #server: Server;
  readonly #offer: ProtocolOffer;
  readonly #transportOptions: SocketTransportOptions;
  readonly #admission: Admission;
  readonly #protocols = new Map<Socket, IServerProtocol>();
  /** Sockets below TLS, whether the handshake is through or not. */
  readonly #underTLS = new Set<Socket>();
  #lastFailure = -Infinity;
  #closing: Promise<void> | undefined;

  constructor(
    site: IServer,
    server: Server,
    secureServer: TLSServer | undefined,
    place: Place,
    offer: ProtocolOffer,
  ) {
    this.#site = site;
    this.#offer = offer;
    this.#server = server;
    this.host = place.host;
    this.port = place.port;
    this.url = place.url;
    const { log } = site.options;
    this.#transportOptions = { log, closeTimeoutMs: CLOSE_TIMEOUT_MS, path: place.path };
    const accept =
      secureServer === undefined ? this.#connect : (raw: Socket) => this.#secure(raw, secureServer);
    this.#admission = new Admission(site.options, accept);
    secureServer?.on("secureConnection", this.#connect);
    server.on("connection", site.options.maxConnections === Infinity ? accept : this.#admission.arrived);
    server.on("error", (error) => this.#acceptFailed(error));
  }

  close({ graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<void> {
    return (this.#closing ??= this.#close(graceMs));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #connect = (socket: Socket): void => {
    if (this.#closing !== undefined) {
      socket.destroy();
      return;
    }
    const protocol = this.#site.buildProtocol(this.#offer);
    this.#protocols.set(socket, protocol);
    socket.on("close", () => this.#protocols.delete(socket));
    SocketTransport.connect(socket, protocol, this.#transportOptions);
  };

  #secure(raw: Socket, secureServer: TLSServer): void {
    this.#underTLS.add(raw);
    raw.on("error", () => {});
    raw.on("close", () => this.#underTLS.delete(raw));
    secureServer.emit("connection", raw);
  }

  /** Out of descriptors, mostly. Those in use go on, and node accepts again by itself. */
  #acceptFailed(error: Error): void {
    const now = performance.now();
    if (now - this.#lastFailure > BURST_MS) {
      this.#site.options.log.error(`headgate: ${this.url} can't accept connections: ${error.message}`);
    }
    this.#lastFailure = now;
  }

  async #close(graceMs: number): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#admission.close();
    this.#site.closing?.();
    for (const protocol of this.#protocols.values()) protocol.drain();
    const grace = setTimeout(() => this.#cut(graceMs), Math.min(graceMs, LONGEST_TIMER_MS));
    await closed;
    clearTimeout(grace);
    // The listener hears of a connection's end before its protocol does.
    for (const socket of this.#protocols.keys())
      await new Promise((resolve) => socket.once("close", resolve));
  }

  #cut(graceMs: number): void {
    const exchanges = [...this.#protocols.values()].flatMap((protocol) => protocol.exchanges());
    const names = exchanges.slice(0, MAX_NAMED).map(({ method, target }) => `${method} ${target}`);
    if (exchanges.length > MAX_NAMED) names.push(`${exchanges.length - MAX_NAMED} more`);
    const connections = `${this.#protocols.size} connections of ${this.url}`;
    this.#site.options.log.warn(
      `headgate: cut ${connections} after ${graceMs} ms of grace; in flight: ${names.join(", ") || "nothing"}`,
    );
    const reason = new ShutDown();
    for (const protocol of this.#protocols.values()) protocol.abort(reason);
    // A turn later, so that what the protocols had to say about it leaves.
    setImmediate(() => {
      for (const socket of [...this.#protocols.keys(), ...this.#underTLS]) socket.destroy();
    });
  }
}
