/** What `show:attacks` attacks: small and large answers, an upload, and a limit on heads that comes soon. */
import { byMethod, collect, respond, Site, tree } from "@headgate/core";
import { bridge, Resource } from "@headgate/legacy-site";
import { listen } from "@headgate/node";
import { readdirSync } from "node:fs";
import { tellParent } from "../../src/child";

const LARGE = respond(200, {}, Buffer.alloc(64 * 1024, "x"));
const HELLO = respond(200, {}, "hello\n");

class LegacyUpload extends Resource {
  override readonly isLeaf = true;

  render_POST(): string {
    return "done\n";
  }
}

function descriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  const site = new Site(
    tree({
      "": byMethod({ GET: () => HELLO }),
      large: byMethod({ GET: () => LARGE }),
      huge: byMethod({ GET: () => respond(200, {}, hugeBody()) }),
      upload: byMethod({
        POST: async (request) => {
          await collect(request, () => undefined);
          return HELLO;
        },
      }),
      legacy: bridge(new LegacyUpload()),
    }),
    { headTimeoutMs: 3_000, writeStallTimeoutMs: 3_000, linger: { idleMs: 1_000, totalMs: 2_000 } },
  );
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1" });
  tellParent(endpoint.port, {
    connections: () => site.connections.size,
    descriptors,
    cpu: () => process.cpuUsage(),
  });
}

async function* hugeBody(): AsyncGenerator<Buffer> {
  for (let piece = 0; piece < 1024; piece++) yield Promise.resolve(Buffer.alloc(64 * 1024, "h"));
}

void main();
