/** Cookies, set and read. */
import { Resource, type AnyResource, type CookieOptions, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

type Cookie = readonly [name: string, value: string, attributes: CookieOptions];

class SetCookies extends Resource {
  override readonly isLeaf = true;
  readonly cookies: readonly Cookie[];

  constructor(...cookies: readonly Cookie[]) {
    super();
    this.cookies = cookies;
  }

  render_GET(request: Request): string {
    for (const [name, value, attributes] of this.cookies) request.addCookie(name, value, attributes);
    return "set";
  }
}

class SetAsked extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.addCookie(request.args["name"]?.[0] ?? "", request.args["value"]?.[0] ?? "");
    return "set";
  }
}

class Read extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    const names = Object.keys(request.received_cookies).sort();
    return names.map((name) => `<${name}> is <${request.received_cookies[name] ?? ""}>`).join("\n");
  }
}

const FULL: CookieOptions = {
  expires: "Wed, 01 Jan 2031 00:00:00 GMT",
  domain: "site.example",
  path: "/p",
  max_age: "60",
  comment: "none",
  secure: true,
  httpOnly: true,
};

function tree(): AnyResource {
  const root = new Resource();
  root.putChild("plain", new SetCookies(["taste", "sweet", {}]));
  root.putChild("full", new SetCookies(["full", "1", FULL]));
  root.putChild("two", new SetCookies(["a", "1", {}], ["b", "2", { path: "/" }]));
  root.putChild("lax", new SetCookies(["a", "1", { sameSite: "LAX" }]));
  root.putChild("odd", new SetCookies(["a", "1", { sameSite: "odd" }]));
  root.putChild("set", new SetAsked());
  root.putChild("read", new Read());
  return root;
}

export const cookies: Twin = { tree };
