/** Code that touches the body, however it goes about it: left. */
import { decides, getChild, post, render, type Case } from "./cases";

const CASES: readonly Case[] = [
  [
    "of requests that were kept, taken apart",
    render("return this.all.map(({ content }) => content.read()).join();", "declare all: Request[];"),
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "of requests that were kept, in a loop",
    render("for (const { content: c } of this.all) c.read(); return '';", "declare all: Request[];"),
    [],
    ["Page render_GET reads request.content"],
  ],
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

decides(CASES);
