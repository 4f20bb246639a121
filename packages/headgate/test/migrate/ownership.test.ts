/** Markers count at or below who owns the methods: who gets one, and who needs none. */
import { decides, type Case } from "./cases";

const CASES: readonly Case[] = [
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

decides(CASES);
