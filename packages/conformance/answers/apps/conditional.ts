/** Pages that know their date or their tag. */
import { CACHED, Resource, type AnyResource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

const SECONDS = 1_000_000_000;

class Dated extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    return request.setLastModified(SECONDS) === CACHED ? "" : "dated";
  }
}

class Tagged extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    return request.setETag('"one"') === CACHED ? "" : "tagged";
  }

  render_POST(request: Request): string {
    return this.render_GET(request);
  }
}

class Twice extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.setLastModified(SECONDS + 0.5);
    request.setLastModified(SECONDS - 60);
    return "twice";
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("dated", new Dated());
  root.putChild("tagged", new Tagged());
  root.putChild("twice", new Twice());
  return root;
}

export const conditional: Twin = { tree };
