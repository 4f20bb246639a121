/** The small site in a process of its own: at a port, a path, or the descriptor 4. */
import { listen } from "@headgate/node";
import { Site } from "@headgate/core";
import { tellParent } from "../../src/child";
import { PAGES } from "../support/pages";

async function main(where: string): Promise<void> {
  const lines: string[] = [];
  const keep = (message: string): unknown => lines.push(message);
  const site = new Site(PAGES, { log: { error: keep, warn: keep } });
  const place =
    where === "fd" ? { fd: 4 } : where === "port" ? { port: 0, host: "127.0.0.1" } : { path: where };
  const endpoint = await listen(site, place);
  tellParent(endpoint.port, { log: () => lines, connections: () => site.connections.size });
}

void main(process.argv[2] ?? "port");
