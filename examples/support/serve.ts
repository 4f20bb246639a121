/**
 * Starts the site of an example: PORT and HOST say where, and TLS=1 makes a certificate and listens with it. The port
 * takes HTTP/1.1 and HTTP/2, with and without TLS. In Twisted: `reactor.listenTCP(8080, site)` and `reactor.run()`.
 */
import type { Site } from "@headgate/legacy-site/server";
import { listen } from "@headgate/node";

const { PORT = "8080", HOST = "127.0.0.1", TLS = "" } = process.env;

/** @param finish ends what would hold up a graceful close */
export function serve(name: string, site: Site, finish?: () => void): void {
  const tls = TLS === "" || TLS === "0" ? undefined : "self-signed";
  listen(site, { port: Number(PORT), host: HOST, tls }).then(
    (endpoint) => {
      console.log(`${name} is at ${endpoint.url}`);
      const close = (): void => {
        finish?.();
        void endpoint.close({ graceMs: 2_000 });
      };
      process.once("SIGINT", close);
      process.once("SIGTERM", close);
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
