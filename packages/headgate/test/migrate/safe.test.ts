/** Code that never touches the body: marked. */
import { decides, getChild, post, render, type Case } from "./cases";

const NODE = ["Node CONTENT_BLIND"];
const PAGE = ["Page RENDERS_BLIND"];
const FORM = ["Form RENDERS_BLIND"];

const CASES: readonly Case[] = [
  ["a child by name", getChild("return name === 'a' ? new Redirect('/') : new NoResource();"), NODE, []],
  [
    "the head",
    getChild("return new Redirect(request.getHeader('x') ?? request.uri + request.postpath.join());"),
    NODE,
    [],
  ],
  ["its own child", getChild("return this;"), NODE, []],
  ["super.getChild", getChild("return super.getChild(name, request) as AnyResource;"), NODE, []],
  [
    "a part by name",
    getChild("const { method, path: p } = request; return new Redirect(method + p);"),
    NODE,
    [],
  ],
  [
    "an alias",
    getChild("const r = request; const s = r as Request; return new Redirect(s!.path);"),
    NODE,
    [],
  ],
  ["a member by its name in brackets", getChild("return new Redirect(request['uri']);"), NODE, []],
  [
    "prepath and postpath set",
    getChild("request.postpath.unshift(name); request.prepath = []; return this;"),
    NODE,
    [],
  ],
  [
    "a callback that closes over it",
    getChild("return ['a'].map((a) => new Redirect(a + request.path))[0]!;"),
    NODE,
    [],
  ],
  [
    "a function of the file",
    `${getChild("return new Redirect(hostOf(request));")}
    function hostOf(r: Request): string { return r.getRequestHostname(); }`,
    NODE,
    [],
  ],
  [
    "a constant that is a function",
    `const hostOf = (r: Request) => r.getHeader("host") ?? "";
    ${getChild("return new Redirect(hostOf(request));")}`,
    NODE,
    [],
  ],
  [
    "a private method",
    getChild("return new Redirect(this.#of(request));", "#of(r: Request) { return r.path; }"),
    NODE,
    [],
  ],
  [
    "a method, as all below have it",
    `${getChild("return this.find(request);", "find(r: Request): AnyResource { return new Redirect(r.uri); }")}
    class Below extends Node { override find(r: Request): AnyResource { return new Redirect(r.path); } }`,
    NODE,
    [],
  ],
  [
    "recursion",
    getChild(
      "return this.find(request, 3);",
      "find(r: Request, n: number): AnyResource { return n > 0 ? this.find(r, n - 1) : this; }",
    ),
    NODE,
    [],
  ],
  [
    "a constructor that only looks at the head",
    `class Where extends Resource { where: string; constructor(r: Request) { super(); this.where = r.path; } }
    ${getChild("return new Where(request);")}`,
    NODE,
    [],
  ],
  [
    "a comparison",
    getChild("return request instanceof Object && request !== null && !request.finished ? this : this;"),
    NODE,
    [],
  ],
  [
    "getChildWithDefault",
    `class Node extends Resource {
      override getChildWithDefault(name: string, request: Request) { return super.getChildWithDefault(name, request); }
    }`,
    NODE,
    [],
  ],
  [
    "render that sets fields",
    render("request.setHeader('a', 'b'); request.setResponseCode(404); return '';"),
    PAGE,
    [],
  ],
  ["args of a GET, which are the query", render("return request.args['q']?.[0] ?? '';"), PAGE, []],
  [
    "functions of ours",
    render("return redirectTo(URLPath.fromRequest(request).toString(), request);"),
    PAGE,
    [],
  ],
  [
    "NOT_DONE_YET, and the head later",
    `class Page extends Resource {
      render_GET(request: Request) { setTimeout(() => { request.write(request.uri); request.finish(); }, 5); return NOT_DONE_YET; }
    }`,
    PAGE,
    [],
  ],
  ["a POST that reads nothing", post("return request.getSession().uid;"), FORM, []],
  [
    "render itself",
    `class Page extends Resource { override render(request: Request) { return request.path; } }`,
    PAGE,
    [],
  ],
  [
    "render through super",
    `class Page extends Resource {
      override render(request: Request) { request.setHeader("a", "b"); return super.render(request); }
      render_GET(request: Request) { return request.path; }
    }`,
    PAGE,
    [],
  ],
  [
    "a class that is a value",
    `const Page = class extends Resource { render_GET() { return ""; } };`,
    PAGE,
    [],
  ],
  [
    "render and getChild of two kinds",
    `class Page extends Resource {
      override getChild(): AnyResource { return this; }
      render_GET(): string { return ""; }
    }`,
    ["Page CONTENT_BLIND", "Page RENDERS_BLIND"],
    [],
  ],
  ["a getter without a request", render("return this.text;", "get text() { return 'x'; }"), PAGE, []],
  [
    "HEAD too",
    render(
      "return request.method;",
      "override render_HEAD(request: Request) { return this.render_GET(request); }",
    ),
    PAGE,
    [],
  ],
];

decides(CASES);
