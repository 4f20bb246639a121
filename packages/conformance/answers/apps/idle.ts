/** A site that has little patience with silent clients. */
import { Data, NOT_DONE_YET, Resource, type AnyResource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Slow extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): typeof NOT_DONE_YET {
    setTimeout(() => this.end(request), 800);
    return NOT_DONE_YET;
  }

  end(request: Request): void {
    request.write("at last");
    request.finish();
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("page", new Data(Buffer.from("page"), "text/plain"));
  root.putChild("slow", new Slow());
  return root;
}

export const idle: Twin = { tree, options: { timeout: 0.3 } };
