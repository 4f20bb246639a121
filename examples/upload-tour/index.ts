/**
 * The upload tour: one tree with a buffered and a streaming resource that do the same job, and a page that shows
 * the difference. `npm start` runs it; PORT and HOST say where (HOST=0.0.0.0 in a container).
 *
 * TLS=1 makes a certificate and listens with it. Browsers speak HTTP/2 over TLS only, and the page streams its uploads
 * then. Other clients may speak it in cleartext too: the port takes both versions, with and without TLS.
 */
import { listen } from "@headgate/node";
import { makeTour } from "./tour";

const { PORT = "8080", HOST = "127.0.0.1", TLS = "" } = process.env;

async function main(): Promise<void> {
  const tour = makeTour();
  const isSecure = TLS !== "" && TLS !== "0";
  const endpoint = await listen(tour.site, {
    port: Number(PORT),
    host: HOST,
    tls: isSecure ? "self-signed" : undefined,
  });
  console.log(`The upload tour is at ${endpoint.url}`);
  if (isSecure)
    console.log("Its certificate is signed by itself: the browser warns, and may be told to go on.");

  let isClosing = false;
  const close = (): void => {
    // Whoever asks twice does not want to wait for the uploads under way.
    if (isClosing) process.exit(1);
    isClosing = true;
    tour.close();
    void endpoint.close({ graceMs: 5_000 });
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
