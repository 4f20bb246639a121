/** Another server, behind ReverseProxyResource. */
import {
  Data,
  NOT_DONE_YET,
  Redirect,
  Resource,
  ReverseProxyResource,
  Site,
  type AnyResource,
  type Request,
} from "@headgate/legacy-site";
import type { Endpoint } from "@headgate/node";
import type { Twin } from "../../src/answers/twin";

const PROXIED = ["x-asked", "cookie", "user-agent", "te", "proxy-connection", "keep-alive"];

class Dump extends Resource {
  override readonly isLeaf = true;

  override render(request: Request): string {
    const fields = request.getAllHeaders();
    const lines = PROXIED.flatMap((name) => (name in fields ? [`${name}: ${fields[name]!}`] : []));
    const head = `${request.method} ${request.uri}`;
    lines.push(`host: ${fields["host"]?.split(":")[0] ?? ""}`);
    return [head, ...lines, request.content.read().toString()].join("\n");
  }
}

class Dressed extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.setResponseCode(203, "Second Hand");
    request.setHeader("content-type", "text/x-second");
    request.responseHeaders.setRawHeaders("x-many", ["one", "two"]);
    request.addCookie("a", "1");
    request.addCookie("b", "2");
    return "dressed";
  }
}

class Empty extends Resource {
  override readonly isLeaf = true;

  override render(request: Request): string {
    request.setResponseCode(204);
    return "";
  }
}

class Pieces extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): typeof NOT_DONE_YET {
    request.write("one ");
    setTimeout(() => this.end(request), 20);
    return NOT_DONE_YET;
  }

  end(request: Request): void {
    request.write("two");
    request.finish();
  }
}

function behind(): AnyResource {
  const base = new Resource();
  base.putChild("", new Data(Buffer.from("index"), "text/plain"));
  base.putChild("page", new Data(Buffer.from("a page"), "text/plain"));
  base.putChild("dump", new Dump());
  base.putChild("dressed", new Dressed());
  base.putChild("empty", new Empty());
  base.putChild("pieces", new Pieces());
  base.putChild("moved", new Redirect("/elsewhere"));
  const root = new Resource();
  root.putChild("base", base);
  return root;
}

let origin: Endpoint | undefined;

async function tree(): Promise<AnyResource> {
  origin = await new Site(behind()).listen(0, "127.0.0.1");
  const nobody = await new Site(new Resource()).listen(0, "127.0.0.1");
  const root = new Resource();
  root.putChild("proxy", new ReverseProxyResource("127.0.0.1", origin.port, "/base"));
  root.putChild("nobody", new ReverseProxyResource("127.0.0.1", nobody.port, ""));
  root.putChild("own", new Data(Buffer.from("own"), "text/plain"));
  await nobody.close({ graceMs: 0 });
  return root;
}

async function stop(): Promise<void> {
  await origin?.close({ graceMs: 0 });
}

export const proxied: Twin = { tree, stop };
