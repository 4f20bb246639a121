/**
 * The upload tour: one tree with a buffered and a streaming resource that do the same job, and a page that shows
 * the difference. `npm start` runs it; PORT and HOST say where (HOST=0.0.0.0 in a container).
 */
import { makeTour } from "./tour";

const { PORT = "8080", HOST = "127.0.0.1" } = process.env;

async function main(): Promise<void> {
  const tour = makeTour();
  const endpoint = await tour.site.listen(Number(PORT), HOST);
  console.log(`The upload tour is at ${endpoint.url}`);

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
