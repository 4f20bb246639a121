/** The older pages that say what went wrong: their texts are HTML. */
import {
  ErrorPage,
  ForbiddenResource,
  NoResource,
  Resource,
  type AnyResource,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Teapot extends ErrorPage {
  constructor() {
    super(418, "Short & stout", "<i>Tip me over</i>");
  }
}

class Coffee extends Teapot {
  override template = "<h1>%(code)s: %(brief)s</h1>100%% sure. %(detail)s%(detail)s";
}

class Members extends Resource {
  override getChild(name: string): AnyResource {
    if (name === "secret") return new ForbiddenResource("Not for <b>you</b>.");
    if (name === "broken") return new ErrorPage(500, "Broken", "It is.");
    return new NoResource("There is no such member.");
  }
}

class Rendered extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): ReturnType<Resource["render"]> {
    request.setHeader("x-before", "kept");
    return new NoResource().render(request);
  }
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("none", new NoResource());
  root.putChild("none-said", new NoResource("Gone <b>& lost</b>."));
  root.putChild("forbidden", new ForbiddenResource());
  root.putChild("error", new ErrorPage(503, "Busy <now>", "Come back <i>later</i>."));
  root.putChild("teapot", new Teapot());
  root.putChild("coffee", new Coffee());
  root.putChild("members", new Members());
  root.putChild("rendered", new Rendered());
  return root;
}

export const errors: Twin = { tree };
