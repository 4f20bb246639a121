/** Servers on 127.0.0.1 with ports of the kernel's choice; each test closes its own. */
import { Site, type ILog, type IResource, type SiteOptions } from "@headgate/core";
import { listen, type Endpoint, type ListenOptions } from "@headgate/node";

const open = new Set<Endpoint>();

/** After each test: cuts whatever is still under way. */
export async function closeServers(): Promise<void> {
  const closing = [...open].map((endpoint) => endpoint.close({ graceMs: 0 }));
  open.clear();
  await Promise.all(closing);
}

/** Keeps what is logged, line by line. */
export class RecordingLog implements ILog {
  readonly lines: string[] = [];

  readonly warn = (message: string): void => this.#keep(message);
  readonly error = (message: string): void => this.#keep(message);

  #keep(message: string): void {
    this.lines.push(message);
  }
}

export interface Served {
  readonly site: Site;
  readonly endpoint: Endpoint;
  readonly port: number;
  readonly log: RecordingLog;
}

export async function serve(
  root: IResource,
  options: SiteOptions = {},
  where: ListenOptions = { port: 0, host: "127.0.0.1" },
): Promise<Served> {
  const log = new RecordingLog();
  const site = new Site(root, { log, ...options });
  const endpoint = await listen(site, where);
  return { site, endpoint: willClose(endpoint), port: endpoint.port, log };
}

export function willClose(endpoint: Endpoint): Endpoint {
  open.add(endpoint);
  return endpoint;
}
