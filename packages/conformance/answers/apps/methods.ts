/** Which methods there are, and what a render may return. */
import {
  NOT_DONE_YET,
  Resource,
  UnsupportedMethod,
  type AnyResource,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Several extends Resource {
  override readonly isLeaf = true;

  render_GET(): string {
    return "got";
  }

  render_POST(request: Request): string {
    return `posted ${request.content.read().toString("latin1")}`;
  }

  render_PROPFIND(request: Request): string {
    request.setResponseCode(207);
    return "found";
  }
}

class OwnHead extends Resource {
  override readonly isLeaf = true;

  override render_HEAD(request: Request): string {
    request.setHeader("x-head", "own");
    return "";
  }
}

class OnlyPost extends Resource {
  override readonly isLeaf = true;

  render_POST(request: Request): string {
    request.setResponseCode(201, "Made It");
    return "made";
  }
}

class Listed extends Resource {
  override readonly isLeaf = true;
  override readonly allowedMethods = ["GET", "LOCK"];

  override render(request: Request): string {
    if (!this.allowedMethods.includes(request.method)) throw new UnsupportedMethod(this.allowedMethods);
    return `listed ${request.method}`;
  }
}

class Returns extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): Rendered {
    const [what = "", code] = request.postpath;
    switch (what) {
      case "empty":
        return "";
      case "none":
        return undefined as unknown as Rendered;
      case "number":
        return 7 as unknown as Rendered;
      case "fails":
        throw new Error("on purpose");
      case "204":
        request.setResponseCode(204);
        return "";
      case "code":
        request.setResponseCode(Number(code));
        return "coded";
    }
    request.write("written");
    request.finish();
    return NOT_DONE_YET;
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("several", new Several());
  root.putChild("own-head", new OwnHead());
  root.putChild("only-post", new OnlyPost());
  root.putChild("listed", new Listed());
  root.putChild("returns", new Returns());
  return root;
}

export const methods: Twin = { tree };
