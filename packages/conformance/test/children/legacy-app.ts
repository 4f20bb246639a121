/** For `headgate run` and `headgate report --run`: a tree that buffers, and an answer that never ends. */
import { NOT_DONE_YET, Resource, type Rendered, type Request } from "@headgate/legacy-site";

class Echo extends Resource {
  render_POST(request: Request): Buffer {
    return request.content.read();
  }
}

/** Begins an answer, and leaves it at that. */
class Slow extends Resource {
  render_GET(request: Request): Rendered {
    request.write("begun\n");
    return NOT_DONE_YET;
  }
}

const root = new Resource();
root.putChild("echo", new Echo());
root.putChild("slow", new Slow());

export default (): Resource => root;
