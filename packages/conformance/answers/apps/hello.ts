/** One leaf that answers every path. */
import { Resource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Hello extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.setHeader("content-type", "text/plain; charset=utf-8");
    return `hello from ${request.path}\n`;
  }
}

export const hello: Twin = { tree: () => new Hello() };
