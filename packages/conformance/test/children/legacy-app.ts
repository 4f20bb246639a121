/** For `headgate run` and `headgate report --run`: a tree that buffers, and an answer that takes its time. */
import { NOT_DONE_YET, Resource, type Rendered, type Request } from "@headgate/legacy-site";

class Echo extends Resource {
  render_POST(request: Request): Buffer {
    return request.content.read();
  }
}

/** Ends its answer when somebody asks for /release. */
class Slow extends Resource {
  readonly waiting: Request[] = [];

  render_GET(request: Request): Rendered {
    request.write("begun\n");
    this.waiting.push(request);
    return NOT_DONE_YET;
  }
}

const root = new Resource();
root.putChild("echo", new Echo());
root.putChild("slow", new Slow());

export default (): Resource => root;
