/** What `show:streams` watches: uploads that nobody reads until they are told to, and uploads that are hashed at once. */
import { createHash } from "node:crypto";
import { byMethod, collect, respond, Site, tree, type IRequest, type IResponse } from "@headgate/core";
import { listen } from "@headgate/node";
import { tellParent } from "../../src/child";

let resume = (): void => {};
const resumed = new Promise<void>((resolve) => (resume = resolve));

async function hashOf(request: IRequest): Promise<IResponse> {
  const hash = createHash("sha256");
  await collect(request, (chunk) => void hash.update(chunk));
  return respond(200, {}, hash.digest("hex"));
}

async function main(): Promise<void> {
  const site = new Site(
    tree({
      hash: byMethod({ POST: hashOf }),
      parked: byMethod({ POST: (request) => resumed.then(() => hashOf(request)) }),
    }),
  );
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1" });
  tellParent(endpoint.port, { exchanges: () => site.exchanges(), resume });
}

void main();
