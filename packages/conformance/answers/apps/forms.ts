/** What a request brings: its query, its form, its content. */
import { Resource, type AnyResource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Args extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.setHeader("content-type", "text/plain");
    const names = Object.keys(request.args).sort();
    return names.map((name) => `${name} = ${request.args[name]?.join(" | ") ?? ""}`).join("\n");
  }

  render_POST(request: Request): string {
    return `${this.render_GET(request)}\n${request.content.read().length} left`;
  }

  render_PUT(request: Request): string {
    return this.render_POST(request);
  }
}

class Echo extends Resource {
  override readonly isLeaf = true;

  render_POST(request: Request): Buffer {
    request.setHeader("content-type", "application/octet-stream");
    return request.content.read();
  }
}

/** Reads, looks where it is, and goes back. */
class Steps extends Resource {
  override readonly isLeaf = true;

  render_POST({ content }: Request): string {
    const first = content.readline().toString();
    const at = content.tell();
    const rest = content.read();
    content.seek(1);
    const again = content.read(4).toString();
    return `first ${first}, at ${at}, ${rest.length} more, again ${again}`;
  }
}

class Fields extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    const told = [
      `one ${request.getHeader("x-one") ?? "-"}`,
      `all ${(request.requestHeaders.getRawHeaders("x-one") ?? ["-"]).join("|")}`,
      `cookie ${request.getCookie("taste") ?? "-"}`,
      `user ${request.getUser()} ${request.getPassword()}`,
      `uri ${request.uri}`,
      `link ${request.sibLink("next")} ${request.childLink("below")}`,
      `url ${request.prePathURL()}`,
    ];
    request.responseHeaders.addRawHeader("x-two", "a");
    request.responseHeaders.addRawHeader("x-two", "b");
    return told.join("\n");
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("args", new Args());
  root.putChild("echo", new Echo());
  root.putChild("steps", new Steps());
  root.putChild("fields", new Fields());
  return root;
}

export const forms: Twin = { tree };
