/** What `show:shadow` uploads to: two echoes for one place, the new one with an octet of its own. */
import { iterate, leaf, respond } from "@headgate/core";
import { NOT_DONE_YET, Resource, shadow, Site, STREAMING, type Request } from "@headgate/legacy-site";
import type { IRequest, IResponse } from "@headgate/core";
import { listen } from "@headgate/node";
import { tellParent } from "../../src/child";

const PIECE_OCTETS = 65_536;
const FIELDS = { "content-type": "application/octet-stream" };

/** The octet of every answer that the new echo changes. */
const planted = Number(process.argv[2]);

class OldEcho extends Resource {
  static readonly [STREAMING] = true;
  override readonly isLeaf = true;

  override responseForRequest(request: IRequest): IResponse {
    return respond(200, FIELDS, request);
  }
}

async function* changed(request: IRequest): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const piece of iterate(request)) {
    const at = planted - offset;
    if (at >= 0 && at < piece.length) piece[at]! ^= 1;
    offset += piece.length;
    yield piece;
  }
}

/** As twisted.web has it: all of the request is there before the answer begins. */
class CollectingEcho extends Resource {
  override readonly isLeaf = true;

  override render(request: Request): typeof NOT_DONE_YET {
    request.setHeader("content-type", FIELDS["content-type"]);
    const producer = {
      resumeProducing(): void {
        const piece = request.content.read(PIECE_OCTETS);
        if (piece.length > 0) {
          request.write(piece);
          return;
        }
        request.unregisterProducer();
        request.finish();
      },
      stopProducing(): void {},
    };
    request.registerProducer(producer, false);
    return NOT_DONE_YET;
  }
}

async function main(): Promise<void> {
  const faithful = shadow(
    new OldEcho(),
    leaf((request) => respond(200, FIELDS, request)),
  );
  const faulty = shadow(
    new OldEcho(),
    leaf((request) => respond(200, FIELDS, changed(request))),
  );
  const collected = shadow(
    new CollectingEcho(),
    leaf((request) => respond(200, FIELDS, request)),
  );
  const collectedFaulty = shadow(
    new CollectingEcho(),
    leaf((request) => respond(200, FIELDS, changed(request))),
  );
  const root = new Resource();
  root.putChild("collected-same", collected);
  root.putChild("collected-planted", collectedFaulty);
  root.putChild("same", faithful);
  root.putChild("planted", faulty);
  const endpoint = await listen(new Site(root), { port: 0, host: "127.0.0.1" });
  tellParent(endpoint.port, {
    same: () => faithful.report(),
    planted: () => faulty.report(),
    "collected-same": () => collected.report(),
    "collected-planted": () => collectedFaulty.report(),
  });
}

void main();
