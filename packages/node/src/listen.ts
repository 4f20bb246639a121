/** Listening: a site and a place go in, an endpoint comes out, or one error that says what to do. */
import { createServer } from "node:net";
import type { ListenOptions as BindOptions, Server } from "node:net";
import type { IServer } from "@headgate/core";
import { ListeningEndpoint } from "./endpoint";
import type { Endpoint, Place } from "./endpoint";
import { ListenFailed } from "./listen-failed";
import { createSecureServer } from "./secure-server";
import type { TLSOptions } from "./secure-server";
import { removeStaleSocket } from "./stale-socket";

export interface ListenOptions {
  /** 0, or absent: any that is free. */
  readonly port?: number | undefined;
  /** Absent: all addresses of this machine. */
  readonly host?: string | undefined;
  /** A UNIX socket instead. What a listener that was killed left there is replaced. */
  readonly path?: string | undefined;
  /** A listening socket that this process was given, as by systemd. */
  readonly fd?: number | undefined;
  /** Absent: cleartext. "self-signed": a certificate for trying things out, made now. */
  readonly tls?: TLSOptions | "self-signed" | undefined;
  /** false: HTTP/1.1 only. */
  readonly http2?: boolean | undefined;
}

/** What a socket reads ahead; and below our own high-water mark, so that it says when it has drained. */
const SOCKET_HIGH_WATER_OCTETS = 16 * 1024;

/** @throws ListenFailed */
export async function listen(site: IServer, options: ListenOptions = {}): Promise<Endpoint> {
  const { tls, http2 = true, host } = options;
  try {
    const secureServer = tls === undefined ? undefined : createSecureServer(tls, http2, host);
    // Nagle's algorithm would hold back the second of two small writes: ours are whole turns already.
    const server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      highWaterMark: SOCKET_HIGH_WATER_OCTETS,
    });
    await bind(server, options, site.options.backlog);
    return new ListeningEndpoint(
      site,
      server,
      secureServer,
      placeOf(server, tls === undefined ? "http" : "https"),
      { http2 },
    );
  } catch (error) {
    throw new ListenFailed(nameOf(options), error);
  }
}

async function bind(
  server: Server,
  { port = 0, host, path, fd }: ListenOptions,
  backlog: number,
): Promise<void> {
  if (fd !== undefined) return bound(server, { fd, backlog });
  if (path === undefined) return bound(server, { port, host, backlog });
  try {
    await bound(server, { path, backlog });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || !(await removeStaleSocket(path)))
      throw error;
    await bound(server, { path, backlog });
  }
}

function bound(server: Server, where: BindOptions & { fd?: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function placeOf(server: Server, scheme: string): Place {
  const address = server.address();
  if (address === null || typeof address === "string") {
    const path = address ?? "";
    return { host: path, port: 0, url: `unix:${path}`, path };
  }
  const { address: host, port } = address;
  return { host, port, url: `${scheme}://${authorityOf(host, port)}`, path: undefined };
}

/** What a client on this machine reaches it by. */
function authorityOf(host: string, port: number): string {
  if (host === "0.0.0.0") return `127.0.0.1:${port}`;
  if (host === "::") return `localhost:${port}`;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function nameOf({ port = 0, host, path, fd }: ListenOptions): string {
  if (fd !== undefined) return `descriptor ${fd}`;
  if (path !== undefined) return path;
  return host === undefined ? `port ${port}` : authorityOf(host, port);
}
