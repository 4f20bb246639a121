/** What `show:memory` watches: an answer without end, and a handler that takes an upload without end slowly. */
import { setTimeout } from "node:timers/promises";
import { byMethod, collect, respond, Site, tree } from "@headgate/core";
import { bridge, NOT_DONE_YET, Resource, type Request } from "@headgate/legacy-site";
import { listen } from "@headgate/node";
import { tellParent } from "../../src/child";

const PIECE_OCTETS = 64 * 1024;

let produced = 0;
let taken = 0;

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    produced += PIECE_OCTETS;
    yield await Promise.resolve(Buffer.alloc(PIECE_OCTETS, "e"));
  }
}

/** The same, in the legacy way: a push producer that is paused and resumed. */
class LegacyEndless extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): typeof NOT_DONE_YET {
    let isPaused = false;
    let isStopped = false;
    const produce = (): void => {
      if (isPaused || isStopped) return;
      produced += PIECE_OCTETS;
      request.write(Buffer.alloc(PIECE_OCTETS, "e"));
      setImmediate(produce);
    };
    const producer = {
      pauseProducing: (): void => {
        isPaused = true;
      },
      resumeProducing: (): void => {
        if (!isPaused) return;
        isPaused = false;
        setImmediate(produce);
      },
      stopProducing: (): void => {
        isStopped = true;
      },
    };
    request.registerProducer(producer, true);
    request.notifyFinish().addErrback(() => undefined);
    produce();
    return NOT_DONE_YET;
  }
}

async function main(): Promise<void> {
  const site = new Site(
    tree({
      endless: byMethod({ GET: () => respond(200, {}, endless()) }),
      legacy: bridge(new LegacyEndless()),
      slow: byMethod({
        PUT: async (request) => {
          await collect(request, async (chunk) => {
            taken += chunk.length;
            await setTimeout(5);
          });
          return respond(200);
        },
      }),
    }),
  );
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1" });
  tellParent(endpoint.port, { produced: () => produced, taken: () => taken });
}

void main();
