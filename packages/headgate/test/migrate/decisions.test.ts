/** What is safe, by reading: small classes, and what is decided about them. */
import { outcome, planOf } from "./programs";

/** Name, source, what is marked, what is left and why. */
type Case = readonly [name: string, source: string, marked: readonly string[], left: readonly string[]];

const IMPORTS = `import { NOT_DONE_YET, NoResource, Redirect, redirectTo, Resource, URLPath } from "@headgate/legacy-site";
import { File, type AnyResource, type Request } from "@headgate/legacy-site";
`;

const getChild = (body: string, more = ""): string => `class Node extends Resource {
  override getChild(name: string, request: Request): AnyResource { ${body} }
  ${more}
}`;

const render = (body: string, more = ""): string => `class Page extends Resource {
  render_GET(request: Request): string { ${body} }
  ${more}
}`;

const post = (body: string, more = ""): string => `class Form extends Resource {
  render_POST(request: Request): string { ${body} }
  ${more}
}`;

const NODE = ["Node CONTENT_BLIND"];
const PAGE = ["Page RENDERS_BLIND"];
const FORM = ["Form RENDERS_BLIND"];

const SAFE: readonly Case[] = [
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

const READS: readonly Case[] = [
  [
    "content in getChild",
    getChild("return new Redirect(request.content.read().toString());"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "args in getChild",
    getChild("return new Redirect(request.args['a']![0]!);"),
    [],
    ["Node getChild reads request.args"],
  ],
  [
    "argsBytes",
    getChild("return new Redirect(String(request.argsBytes['a']));"),
    [],
    ["Node getChild reads request.argsBytes"],
  ],
  [
    "through an alias",
    getChild("const r = request; return new Redirect(r.content.read().toString());"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "through an alias without a type",
    getChild("const r: any = request; return new Redirect(r.content.read());"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "through an alias of an alias, first used above",
    getChild("const later = () => s.content; const r = request; const s = r; later(); return this;"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "taken apart",
    getChild("const { content } = request; return new Redirect(content.read().toString());"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "taken apart under another name",
    getChild("const { content: c } = request; c.read(); return this;"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "taken apart as a parameter",
    `class Node extends Resource {
      override getChild(_name: string, { content }: Request): AnyResource { content.read(); return this; } }`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in brackets",
    getChild('return new Redirect(request["content"].read().toString());'),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in a cast",
    getChild("return new Redirect((request as unknown as { content: Buffer }).content.toString());"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in a callback",
    getChild("setTimeout(() => request.content.read(), 5); return this;"),
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in a helper of a helper",
    `${getChild("return one(request);")}
    function one(r: Request): AnyResource { return two(r); }
    function two(r: Request): AnyResource { return new Redirect(r.content.read().toString()); }`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in a helper that a class below overrides",
    `${getChild("return this.find(request);", "find(r: Request): AnyResource { return new Redirect(r.uri); }")}
    class Below extends Node { override find(r: Request): AnyResource { r.content.read(); return this; } }`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in a method without parameters",
    render(
      "return this.all();",
      `at = new Map<string, Request>();
    all() { return [...this.at.values()].map((r) => r.content.read()).join(); }`,
    ),
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "in a getter",
    render(
      "return this.text;",
      "declare last: Request; get text() { return this.last.content.read().toString(); }",
    ),
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "in a constructor",
    `class Where extends Resource { where: string; constructor(r: Request) { super(); this.where = r.content.read().toString(); } }
    ${getChild("return new Where(request);")}`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "in the constructor above",
    `class Where extends Resource { where: string; constructor(r: Request) { super(); this.where = r.content.read().toString(); } }
    class There extends Where { constructor(r: Request) { super(r); } }
    ${getChild("return new There(request);")}`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "args of a POST",
    post("return request.args['q']?.[0] ?? '';"),
    [],
    ["Form render_POST reads request.args"],
  ],
  [
    "args of a GET that a POST calls",
    post(
      "return this.render_GET(request);",
      "render_GET(request: Request): string { return request.args['q']?.[0] ?? ''; }",
    ),
    [],
    ["Form render_POST reads request.args"],
  ],
  [
    "args in render, for any method",
    `class Page extends Resource { override render(request: Request) { return String(request.args["q"]); } }`,
    [],
    ["Page render reads request.args"],
  ],
  [
    "one render of several",
    render("return '';", "render_PUT(request: Request) { return request.content.read(); }"),
    [],
    ["Page render_PUT reads request.content"],
  ],
  [
    "the render of an inherited class",
    `class Above extends Resource { render_PUT(request: Request) { return request.content.read(); } }
    class Page extends Above { render_GET(): string { return ""; } }`,
    [],
    ["Above render_PUT reads request.content", "Page render_PUT reads request.content"],
  ],
  [
    "an inherited getChildWithDefault",
    `class Above extends Resource {
      override getChildWithDefault(name: string, request: Request) { request.content.read(); return super.getChildWithDefault(name, request); } }
    class Node extends Above { override getChild(): AnyResource { return this; } }`,
    [],
    ["Above getChildWithDefault reads request.content", "Node getChildWithDefault reads request.content"],
  ],
  [
    "getChild through getChildWithDefault of ours",
    `class Node extends Resource {
      override getChildWithDefault(name: string, request: Request) { return super.getChildWithDefault(name, request); }
      override getChild(_name: string, request: Request): AnyResource { request.content.read(); return this; } }`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "a hook that File calls",
    `class Files extends File {
      override makeProducer(request: Request, file: never) { request.content.read(); return super.makeProducer(request, file); }
      override render_GET(request: Request) { return super.render_GET(request); } }`,
    [],
    ["Files render_GET reads request.content"],
  ],
];

const UNCLEAR: readonly Case[] = [
  [
    "a default value",
    getChild(
      "return this.find();",
      "find(r: Request = this.last): AnyResource { r.content.read(); return this; } declare last: Request;",
    ),
    [],
    ["Node getChild uses the request in a way that this can't read"],
  ],
  [
    "a member by a computed name",
    getChild("const k = 'con' + 'tent'; return new Redirect(String((request as never)[k]));"),
    [],
    ["Node getChild uses a member of the request by a computed name"],
  ],
  [
    "a child that is given the request",
    `class Kept extends Resource { r: Request; constructor(r: Request) { super(); this.r = r; } }
    ${getChild("return new Kept(request);")}`,
    [],
    ["Node getChild stores a request in this.r"],
  ],
  [
    "a parameter that is a field",
    `class Kept extends Resource { constructor(readonly r: Request) { super(); } }
    ${getChild("return new Kept(request);")}`,
    [],
    ["Node getChild stores the request in a field"],
  ],
  [
    "a field",
    getChild("this.last = request; return this;", "last?: Request;"),
    [],
    ["Node getChild stores a request in this.last"],
  ],
  [
    "an object",
    getChild("console.log({ request }); return this;"),
    [],
    ["Node getChild puts the request into an object"],
  ],
  [
    "an array",
    getChild("console.log([request]); return this;"),
    [],
    ["Node getChild puts the request into an object"],
  ],
  [
    "a spread",
    getChild("console.log({ ...request }); return this;"),
    [],
    ["Node getChild puts the request into an object"],
  ],
  [
    "a library",
    getChild("console.log(request); return this;"),
    [],
    ["Node getChild gives the request to console.log of a library"],
  ],
  [
    "a function that was given",
    getChild(
      "return this.call((r) => new Redirect(r.path), request);",
      "call(f: (r: Request) => AnyResource, r: Request) { return f(r); }",
    ),
    [],
    ["Node getChild gives the request to f, which can't be followed"],
  ],
  [
    "a function that may be another",
    `let find = (r: Request): AnyResource => new Redirect(r.path);
    export const set = (f: typeof find) => { find = f; };
    ${getChild("return find(request);")}`,
    [],
    ["Node getChild gives the request to find, which can't be followed"],
  ],
  [
    "an interface",
    `interface Finder { find(r: Request): AnyResource }
    ${getChild("return this.finder.find(request);", "declare finder: Finder;")}`,
    [],
    ["Node getChild gives the request to this.finder.find, which can't be followed"],
  ],
  [
    "a table of functions",
    `const table = { find(r: Request): AnyResource { return new Redirect(r.path); } };
    ${getChild("return table.find(request);")}`,
    [],
    ["Node getChild gives the request to table.find, which can't be followed"],
  ],
  [
    "another resource",
    getChild("return this.other.getChild(name, request) as AnyResource;", "other = new Resource();"),
    [],
    ["Node getChild gives the request to this.other.getChild"],
  ],
  [
    "a bound function",
    getChild(
      "return this.find.call(this, request);",
      "find(r: Request): AnyResource { return new Redirect(r.path); }",
    ),
    [],
    ["Node getChild gives the request to this.find.call of a library"],
  ],
  ["arguments", getChild("console.log(arguments); return this;"), [], ["Node getChild uses arguments"]],
  [
    "rest parameters",
    `class Node extends Resource { override getChild(...all: [string, Request]): AnyResource { console.log(all); return this; } }`,
    [],
    ["Node getChild takes the request among others"],
  ],
  [
    "the rest of a request",
    getChild("const { uri, ...rest } = request; console.log(rest); return new Redirect(uri);"),
    [],
    ["Node getChild takes the request apart"],
  ],
  ["the channel", getChild("request.channel; return this;"), [], ["Node getChild uses request.channel"]],
  [
    "components, which adapters make",
    getChild("request.getComponent(String); return this;"),
    [],
    ["Node getChild uses request.getComponent"],
  ],
  [
    "the method changed",
    render("request.method = 'POST'; return request.args['a']![0]!;"),
    [],
    ["Page render_GET sets request.method"],
  ],
  [
    "another renders",
    render("request.render(this); return '';"),
    [],
    ["Page render_GET uses request.render"],
  ],
  [
    "a variable set later",
    getChild("let r; r = request; return new Redirect(r.path);"),
    [],
    ["Node getChild stores a request in r"],
  ],
  [
    "a choice",
    getChild("const r = name ? request : undefined; return new Redirect(r!.path);"),
    [],
    ["Node getChild chooses between requests"],
  ],
  [
    "a returned request",
    getChild("const f = () => request; return f();"),
    [],
    ["Node getChild returns the request"],
  ],
  [
    "a field that is a function",
    `class Page extends Resource { render_GET = (request: Request): string => request.path; }`,
    [],
    ["Page render_GET render_GET is a field or a getter, for which a marker of the class may not count"],
  ],
  [
    "a getter that is a method",
    `class Page extends Resource { get render_GET() { return () => ""; } }`,
    [],
    ["Page render_GET render_GET is a field or a getter, for which a marker of the class may not count"],
  ],
  [
    "a method with a computed name",
    `const NAME = ["render_", "PUT"].join("");
    class Page extends Resource { render_GET(): string { return ""; } [NAME](request: Request) { return request.content.read(); } }`,
    [],
    ["Page render has a method with a computed name"],
  ],
  [
    "a decorated class",
    `const seen = (type: unknown): void => { console.log(type); };
    @seen class Page extends Resource { render_GET(): string { return ""; } }`,
    [],
    ["Page render is decorated"],
  ],
  [
    "a decorated method",
    `const seen = (..._: unknown[]): void => {};
    class Page extends Resource { @seen render_GET(): string { return ""; } }`,
    [],
    ["Page render_GET render_GET is decorated"],
  ],
  [
    "a changed prototype",
    `class Page extends Resource { render_GET(): string { return ""; } }
    Page.prototype.render_GET = function (this: Page) { return "x"; };`,
    [],
    ["Page render uses the prototype as a value"],
  ],
  [
    "a method that is replaced",
    `${render("return this.text(request);", "text(r: Request) { return r.path; }")}
    export const page = new Page(); page.text = (r) => r.content.read().toString();`,
    [],
    ["Page render_GET gives the request to text, which can't be followed"],
  ],
  [
    "a request behind any",
    render("return this.kept.request.content;", "kept: any;"),
    [],
    ["Page render_GET uses .content of what has no type"],
  ],
];

const OTHERS: readonly Case[] = [
  ["a class with nothing of its own", `class Plain extends Resource { text = ""; }`, [], []],
  [
    "a class that is marked",
    `import { CONTENT_BLIND } from "@headgate/legacy-site";
    class Node extends Resource { static readonly [CONTENT_BLIND] = true; override getChild(): AnyResource { return this; } }`,
    [],
    [],
  ],
  [
    "a class that says no",
    `import { RENDERS_BLIND } from "@headgate/legacy-site";
    class Page extends Resource { static readonly [RENDERS_BLIND] = false; render_GET(): string { return ""; } }`,
    [],
    [],
  ],
  [
    "below a class that says no",
    `import { RENDERS_BLIND } from "@headgate/legacy-site";
    class Above extends Resource { static readonly [RENDERS_BLIND] = false; render_GET(): string { return ""; } }
    class Page extends Above { override render_GET(): string { return ""; } }`,
    [],
    ["Page render a class above says that RENDERS_BLIND is not so"],
  ],
  [
    "a class that streams",
    `import { STREAMING } from "@headgate/legacy-site";
    class Up extends Resource { static readonly [STREAMING] = true; render_PUT(): string { return ""; } }`,
    [],
    [],
  ],
  [
    "what is inherited from a marked class",
    `class Above extends Resource { override getChild(): AnyResource { return this; } }
    class Below extends Above { text = ""; }`,
    ["Above CONTENT_BLIND"],
    [],
  ],
  [
    "what overrides below a marked class",
    `class Above extends Resource { override getChild(): AnyResource { return this; } }
    class Below extends Above { override getChild(): AnyResource { return new NoResource(); } }`,
    ["Above CONTENT_BLIND", "Below CONTENT_BLIND"],
    [],
  ],
  [
    "a class below that reads",
    `class Above extends Resource { render_GET(): string { return ""; } }
    class Below extends Above { override render_GET(request: Request): string { return request.content.read().toString(); } }`,
    ["Above RENDERS_BLIND"],
    ["Below render_GET reads request.content"],
  ],
  [
    "a hook that only some classes fill safely",
    `abstract class Above extends Resource {
      render_GET(request: Request): string { return this.text(request); }
      abstract text(request: Request): string; }
    class Good extends Above { text(request: Request) { return request.path; } }
    class Bad extends Above { text(request: Request) { return request.content.read().toString(); } }`,
    ["Good RENDERS_BLIND"],
    ["Above render_GET reads request.content"],
  ],
  ["files of a class of our own", `class Files extends File { override listNames() { return []; } }`, [], []],
  [
    "getChild of a File that goes on with it",
    `class Files extends File {
      override getChild(name: string, request: Request) { return name === "x" ? new NoResource() : super.getChild(name, request); } }`,
    ["Files CONTENT_BLIND"],
    [],
  ],
  ["no resource", `class Other { render_GET(request: Request) { return request.path; } }`, [], []],
];

const CASES = [...SAFE, ...READS, ...UNCLEAR, ...OTHERS];
const fileOf = (index: number): string => `case-${index}.ts`;
const files = Object.fromEntries(
  CASES.map(([, source], index) => [fileOf(index), `${IMPORTS}\n${source}\nexport {};\n`]),
);
const plan = planOf(files);

test.each(CASES.map((row, index) => [row[0], index, row] as const))(
  "%s",
  (_name, index, [, , marked, left]) => {
    expect(outcome(plan, fileOf(index))).toEqual({ marked, left });
  },
);
