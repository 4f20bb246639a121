/** Code that can not be read to its end: left, and never guessed. */
import { decides, getChild, render, type Case } from "./cases";

const CASES: readonly Case[] = [
  [
    "a method of its own by a computed name",
    render(
      "return this['all']();",
      "declare last: Request; all() { return this.last.content.read().toString(); }",
    ),
    [],
    ["Page render_GET calls this['all']"],
  ],
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

decides(CASES);
