/**
 * A legacy site in a process of its own, that keeps evidence or does not: `evidence-server.ts on|off`. Over IPC it tells
 * its port, and, when asked, the processor time that it has used.
 */
import { Resource, Site, type Request } from "@headgate/legacy-site";

class Echo extends Resource {
  override isLeaf = true;

  render_GET(): string {
    return "hello";
  }

  render_POST(request: Request): Buffer {
    return request.content.read();
  }
}

/** Of an application that makes its resources on demand. */
class Dynamic extends Resource {
  override getChild(): Resource {
    return new Echo();
  }
}

async function main(): Promise<void> {
  const root = new Resource();
  root.putChild("echo", new Echo());
  root.putChild("dynamic", new Dynamic());
  const site = new Site(root, { evidence: process.argv[2] === "on" });
  const { port } = await site.listen(0, "127.0.0.1");
  process.send?.({ port });
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
}

void main();
