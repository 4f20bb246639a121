/** Resources that never answer, and the time at which notifyFinish told them that their client has left. */
import { NOT_DONE_YET, Resource, Site, type Request } from "@headgate/legacy-site";
import { tellParent } from "../../src/child";

const told: (readonly [reason: string, at: number])[] = [];

class Silent extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): typeof NOT_DONE_YET {
    request.notifyFinish().addErrback((failure) => {
      told.push([
        failure.value instanceof Error ? failure.value.name : "",
        performance.timeOrigin + performance.now(),
      ]);
    });
    return NOT_DONE_YET;
  }
}

async function main(): Promise<void> {
  const endpoint = await new Site(new Silent()).listen(0, "127.0.0.1");
  tellParent(endpoint.port, { told: () => told.splice(0) });
}

void main();
