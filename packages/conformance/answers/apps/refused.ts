/** What the parser refuses; a page that repeats what it has let pass. */
import { Resource, type AnyResource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Dump extends Resource {
  override readonly isLeaf = true;

  override render(request: Request): string {
    const fields = [...request.requestHeaders.getAllRawHeaders()];
    const lines = fields.map(([name, values]) => `${name.toLowerCase()}=${values.join("|")}`).sort();
    return [request.method, request.uri, request.content.read().toString(), ...lines].join(" ");
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("dump", new Dump());
  return root;
}

export const refused: Twin = { tree };
