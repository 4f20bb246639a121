/** Code that sees a request though nobody gives it one: kept in variables, behind accessors, in what runs by itself. */
import { decides, getChild, render, type Case } from "./cases";
import { outcome, planOf } from "./programs";

const KEPT = "let kept: Request; export const keep = (request: Request) => { kept = request; };";
const UNTYPED = "let loose: any; export const keep = (request: Request) => { loose = request; };";

const CASES: readonly Case[] = [
  [
    "a variable without a type",
    `${UNTYPED} ${render("return String(loose.content);")}`,
    [],
    ["Page render_GET uses .content of what has no type"],
  ],
  [
    "and its member by a name in brackets",
    `${UNTYPED} ${render('const name = "args"; return String(loose[name]);')}`,
    [],
    ["Page render_GET uses .args of what has no type"],
  ],
  [
    "or by a name that is computed",
    `${UNTYPED} ${render("return String(loose[this.what]);", "what = String(Math.random());")}`,
    [],
    ["Page render_GET uses a computed name of what has no type"],
  ],
  [
    "or taken apart",
    `${UNTYPED} ${render("const { content } = loose; return String(content);")}`,
    [],
    ["Page render_GET uses .content of what has no type"],
  ],
  [
    "or with a type of its own",
    `${UNTYPED} ${render("return String((loose as { content: unknown }).content);")}`,
    [],
    ["Page render_GET uses .content of what has no type"],
  ],
  [
    "a type that has only the body of a request",
    `let like: { content: { read(): unknown } }; export const keep = (request: Request) => { like = request; };
    ${render("return String(like.content.read());")}`,
    [],
    ["Page render_GET uses .content of what may be a request"],
  ],
  [
    "a union with one, taken apart",
    `interface HasArgs { readonly args: object } const like: (HasArgs | string)[] = [];
    export const keep = (request: Request) => like.push(request);
    ${render('for (const one of like) if (typeof one === "object") { const { args } = one; return String(args); } return "";')}`,
    [],
    ["Page render_GET uses .args of what may be a request"],
  ],
  [
    "and of a parameter of what is called for each",
    `interface HasArgs { readonly args: object } const like: HasArgs[] = [];
    export const keep = (request: Request) => like.push(request);
    ${render("like.forEach(({ args }) => { String(args); }); return '';")}`,
    [],
    ["Page render_GET uses .args of what may be a request"],
  ],
  [
    "members of the same name of what can't be one",
    `interface Letter { readonly content: string; readonly args: number } const letters: Letter[] = [];
    ${render("return letters.map(({ content, args }) => `${content} ${args}`).join();")}`,
    ["Page RENDERS_BLIND"],
    [],
  ],
  [
    "elements and other members of what has no type",
    render('const parsed = JSON.parse("{}"); return String(parsed[0]) + String(parsed.title);'),
    ["Page RENDERS_BLIND"],
    [],
  ],
  [
    "a setter",
    `${KEPT} ${render("this.hidden1 = 1; return '';", "set hidden1(value: number) { kept.content.seek(value); }")}`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "a getter beside a setter",
    `${KEPT} ${render("return this.hidden2;", "set hidden2(_: string) {} get hidden2() { return String(kept.content); }")}`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "a getter that is taken out",
    `${KEPT} ${render("const { hidden3 } = this; return hidden3;", "get hidden3() { return String(kept.content); }")}`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "a getter of a class below",
    `${KEPT} ${render("return this.hidden4;", 'get hidden4() { return ""; }')}
    class Below extends Page { override get hidden4() { return String(kept.content); } }`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "fields of what is made",
    `${KEPT} class Made extends Resource { size = kept.content.tell(); } ${getChild("return new Made();")}`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "fields above what is made",
    `${KEPT} class Above extends Resource { size = kept.content.tell(); } class Made extends Above {}
    ${getChild("return new Made();")}`,
    [],
    ["Node getChild reads request.content"],
  ],
  [
    "a function that is handed on",
    `${KEPT} function look() { kept.content.read(); } ${render("setImmediate(look); return '';")}`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "a method that is handed on",
    `${KEPT} ${render("process.nextTick(this.look); return '';", "look() { kept.content.read(); }")}`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "a function in an object",
    `${KEPT} const look = () => { kept.content.read(); }; ${render("void Promise.all([{ look }]); return '';")}`,
    [],
    ["Page render_GET reads request.content"],
  ],
  [
    "functions that see no request are handed on as they like",
    `${KEPT} const shout = (text: string) => text.toUpperCase(); ${render('return ["a"].map(shout).join();')}`,
    ["Page RENDERS_BLIND"],
    [],
  ],
  [
    "a method that is replaced where nobody sees of what",
    `${render("return this.replaced1(request);", "replaced1(r: Request) { return r.path; }")}
    export const change = (page: any) => { page.replaced1 = (r: Request) => String(r.content); };`,
    [],
    ["Page render_GET gives the request to replaced1, which can't be followed"],
  ],
  [
    "or by its name",
    `${render("return this.replaced2(request);", "replaced2(r: Request) { return r.path; }")}
    export const change = (page: any) => { page["replaced2"] = (r: Request) => String(r.content); };`,
    [],
    ["Page render_GET gives the request to replaced2, which can't be followed"],
  ],
  [
    "or by Object.assign",
    `${render("return this.replaced3(request);", "replaced3(r: Request) { return r.path; }")}
    export const change = (page: Page) => Object.assign(page, { replaced3: (r: Request) => String(r.content) });`,
    [],
    ["Page render_GET gives the request to replaced3, which can't be followed"],
  ],
  [
    "a class that gets another one above",
    `${render("return request.path;")} Object.setPrototypeOf(Page, class {});`,
    [],
    ["Page render uses the prototype as a value"],
  ],
];

decides(CASES);

const IMPORTS = 'import { Request, Resource } from "@headgate/legacy-site";\n';
const PAGE = `${IMPORTS}export class Page extends Resource { render_GET(request: Request) { return request.getHeader("a"); } }\n`;

describe("what may be anywhere is in the way of every class", () => {
  test.each([
    [
      "toString",
      "class Text { toString() { return String(kept.content); } }",
      "may run toString, which sees requests",
    ],
    [
      "an iterator",
      "const list = { *[Symbol.iterator]() { yield kept.content; } };",
      "may run [Symbol.iterator], which sees requests",
    ],
    [
      "the prototype of Request",
      "Request.prototype.getHeader = () => String(kept.content);",
      "uses request.getHeader, which the application overrides",
    ],
    [
      "a method of all requests",
      "(kept as any).getHeader = () => String(kept.content);",
      "uses request.getHeader, which the application overrides",
    ],
  ])("%s", (_name, source, why) => {
    const kept = `export let kept: Request; export const keep = (one: Request) => { kept = one; };`;
    const plan = planOf({ "page.ts": PAGE, "other.ts": `${IMPORTS}${kept}\n${source}\nexport {};\n` });
    const { marked, left } = outcome(plan, "page.ts");
    expect([marked, left.map((line) => line.replace(/^Page render(_GET)? /, ""))]).toEqual([[], [why]]);
  });
});
