/** Answers that are compressed on the way out. */
import {
  Data,
  EncodingResourceWrapper,
  GzipEncoderFactory,
  NOT_DONE_YET,
  Resource,
  type AnyResource,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

const TEXT = "again and again. ".repeat(100);

class Text extends Resource {
  override readonly isLeaf = true;

  render_GET(): string {
    return TEXT;
  }
}

class Pieces extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): Rendered {
    request.write("now, ");
    setTimeout(() => this.end(request), 20);
    return NOT_DONE_YET;
  }

  end(request: Request): void {
    request.write("then");
    request.finish();
  }
}

class Empty extends Resource {
  override readonly isLeaf = true;

  render_GET(): string {
    return "";
  }
}

function zipped(resource: Resource): EncodingResourceWrapper {
  return new EncodingResourceWrapper(resource, [new GzipEncoderFactory()]);
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("text", zipped(new Text()));
  root.putChild("pieces", zipped(new Pieces()));
  root.putChild("empty", zipped(new Empty()));
  root.putChild("data", zipped(new Data(Buffer.from(TEXT), "text/css")));
  root.putChild("raw", new Text());
  const parent = new Resource();
  parent.putChild("kid", new Text());
  root.putChild("parent", zipped(parent));
  return root;
}

export const zippedApp: Twin = { tree };
