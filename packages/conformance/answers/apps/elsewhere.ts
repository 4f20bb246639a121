/** Answers that lead elsewhere: redirects, rewriting, hosts by name. */
import {
  alias,
  ChildRedirector,
  NameVirtualHost,
  NOT_DONE_YET,
  ParentRedirect,
  Redirect,
  redirectTo,
  Resource,
  RewriterResource,
  VHostMonsterResource,
  type AnyResource,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Page extends Resource {
  override readonly isLeaf = true;
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  render_GET(request: Request): string {
    const rest = request.postpath.join("/");
    const host = request.getRequestHostname();
    return `${this.name} of ${host} at ${request.uri}, ${request.prePathURL()}, rest ${rest}`;
  }
}

class To extends Resource {
  override readonly isLeaf = true;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
  }

  render_GET(request: Request): Rendered {
    return redirectTo(this.url, request);
  }
}

class ByHand extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.redirect("next?page=2");
    return "go on";
  }
}

class Finished extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): Rendered {
    request.redirect("/done");
    request.finish();
    return NOT_DONE_YET;
  }
}

class Moved extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.redirect("/there");
    request.setResponseCode(301);
    return "";
  }

  render_POST(request: Request): string {
    request.redirect("/thanks");
    request.setResponseCode(303);
    return "";
  }
}

function old({ postpath }: Request): void {
  if (postpath[0] === "old") postpath.splice(0, 1, "page", "was-old");
}

function unversioned({ postpath }: Request): void {
  while (postpath[0] === "v2") postpath.shift();
}

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("to", new To("http://other.example/there?a=1&b=2"));
  root.putChild("script", new To('/"><script>alert(1)</script>'));
  root.putChild("hand", new ByHand());
  root.putChild("finished", new Finished());
  root.putChild("moved", new Moved());
  root.putChild("redirect", new Redirect("http://other.example/"));
  const up = new Resource();
  up.putChild("", new ParentRedirect());
  root.putChild("up", up);
  root.putChild("child", new ChildRedirector("http://other.example/base"));
  root.putChild("page", new Page("page"));
  const hosts = new NameVirtualHost();
  hosts.addHost("two.example", new Page("two"));
  root.putChild("hosts", hosts);
  const one = new Resource();
  one.putChild("page", new Page("one"));
  const top = new NameVirtualHost();
  top.addHost("one.example", one);
  top.default = new RewriterResource(root, unversioned, old, alias("nick", "page/alias"));
  root.putChild("monster", new VHostMonsterResource());
  return top;
}

export const elsewhere: Twin = { tree };
