/** What is written, and how: the lines that a file gets fit in, and nothing else of it changes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Project } from "ts-morph";
import { formatDiff, planMigration } from "../../src/migrate";
import { apply, inFolder, PAGE, planOf } from "./programs";

/** Name, source, the lines that are added. */
const STYLES: readonly (readonly [name: string, source: string, added: readonly string[]])[] = [
  [
    "among the imported names, by the alphabet",
    `import { Data, Resource, type Request } from "@headgate/legacy-site";\n${PAGE}export type A = [Data, Request];\n`,
    [
      'import { Data, RENDERS_BLIND, Resource, type Request } from "@headgate/legacy-site";',
      "  static readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
  [
    "behind the last one",
    `import { File } from "@headgate/legacy-site";\n${PAGE.replace("Resource", "File").replace("render_GET", "override render_GET")}`,
    [
      'import { File, RENDERS_BLIND } from "@headgate/legacy-site";',
      "  static override readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
  [
    "names on lines of their own",
    `import {\n  Resource,\n  type Request,\n} from "@headgate/legacy-site";\n${PAGE}export type A = Request;\n`,
    ["  RENDERS_BLIND,", "  static readonly [RENDERS_BLIND] = true;", ""],
  ],
  [
    "a module of twisted.web, which has no markers",
    `import { Resource } from "@headgate/legacy-site/resource";\n${PAGE}`,
    [
      'import { RENDERS_BLIND } from "@headgate/legacy-site";',
      "  static readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
  [
    "such a module as a namespace",
    `import * as resource from "@headgate/legacy-site/resource";\n${PAGE.replace("Resource", "resource.Resource")}`,
    [
      'import { RENDERS_BLIND } from "@headgate/legacy-site";',
      "  static readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
  [
    "the whole package as a namespace",
    `import * as web from "@headgate/legacy-site";\n${PAGE.replace("Resource", "web.Resource")}`,
    ["  static readonly [web.RENDERS_BLIND] = true;", ""],
  ],
  [
    "the names of the headgate package",
    `import { Resource } from "headgate/legacy";\n${PAGE}`,
    [
      'import { RENDERS_BLIND, Resource } from "headgate/legacy";',
      "  static readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
  [
    "another name for the marker",
    `import { RENDERS_BLIND as BLIND, Resource } from "@headgate/legacy-site";\nexport const used = BLIND;\n${PAGE}`,
    ["  static readonly [BLIND] = true;", ""],
  ],
  [
    "single quotes, no semicolons, tabs",
    `import { Resource } from '@headgate/legacy-site/resource'\nclass Page extends Resource {\n\ttext = ''\n\trender_GET() {\n\t\treturn this.text\n\t}\n}\n`,
    ["import { RENDERS_BLIND } from '@headgate/legacy-site'", "\tstatic readonly [RENDERS_BLIND] = true"],
  ],
  [
    "lines of another system",
    `import { Resource } from "@headgate/legacy-site/resource";\n${PAGE}`.replaceAll("\n", "\r\n"),
    [
      'import { RENDERS_BLIND } from "@headgate/legacy-site";\r',
      "  static readonly [RENDERS_BLIND] = true;\r",
      "\r",
    ],
  ],
  [
    "a byte order mark, and no end of line at the end",
    `\uFEFFimport { Resource } from "@headgate/legacy-site";\n${PAGE.trimEnd()}`,
    [
      '\uFEFFimport { RENDERS_BLIND, Resource } from "@headgate/legacy-site";',
      "  static readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
  [
    "a class on one line",
    `import { Resource } from "@headgate/legacy-site";\nexport class Page extends Resource { render_GET() { return ""; } }\n`,
    [
      'import { RENDERS_BLIND, Resource } from "@headgate/legacy-site";',
      'export class Page extends Resource { static readonly [RENDERS_BLIND] = true; render_GET() { return ""; } }',
    ],
  ],
  [
    "a class on one line, no semicolons",
    `import { Resource } from '@headgate/legacy-site'\nexport class Page extends Resource { static ok = 1; render_GET() { return "" } }\n`,
    [
      "import { RENDERS_BLIND, Resource } from '@headgate/legacy-site'",
      'export class Page extends Resource { static readonly [RENDERS_BLIND] = true; static ok = 1; render_GET() { return "" } }',
    ],
  ],
  [
    "comments at the brace and at the first member",
    `import { Resource } from "@headgate/legacy-site";\nexport class Page extends Resource { // why\n  /** what */\n  render_GET() {\n    return "";\n  }\n}\n`,
    [
      'import { RENDERS_BLIND, Resource } from "@headgate/legacy-site";',
      "  static readonly [RENDERS_BLIND] = true;",
      "",
    ],
  ],
];

describe("fits in", () => {
  const pathOf = (index: number): string => `src/page-${index}.ts`;
  const sources = STYLES.map(([, source], index) => [pathOf(index), source]);
  const seen = inFolder(Object.fromEntries(sources) as Record<string, string>, (cwd) => {
    const { files } = planMigration({ paths: ["src"], cwd });
    apply(cwd, formatDiff({ files }));
    const applied = STYLES.map((_, index) => readFileSync(join(cwd, pathOf(index)), "utf8"));
    return { files, applied, complaints: complaintsOf(cwd), next: planMigration({ paths: ["src"], cwd }) };
  });

  test.each(STYLES.map(([name, source, added], index) => [name, source, added, index] as const))(
    "%s",
    (_name, source, added, index) => {
      const after = seen.files.find(({ path }) => path === pathOf(index))?.after ?? "";
      const lines = new Set(source.split("\n"));
      const isNew = (line: string, at: number, all: string[]): boolean =>
        !lines.has(line) || (/^\r?$/.test(line) && at < all.length - 1);
      expect(after.split("\n").filter(isNew)).toEqual(added);
      expect(seen.applied[index]).toBe(after);
    },
  );

  test("and all of it compiles", () => {
    expect(seen.complaints).toEqual([]);
  });

  test("and there is nothing left to do", () => {
    expect(seen.next.files).toEqual([]);
  });
});

test("the class above in another file, its marker overridden below", () => {
  const files = {
    "src/above.ts": `import { Resource } from "@headgate/legacy-site";\nexport ${PAGE.replace("Page", "Above")}`,
    "src/page.ts": `import { Above } from "./above";\n${PAGE.replace("Resource", "Above").replace("render_GET", "override render_GET")}`,
  };
  inFolder(files, (cwd) => {
    const plan = planMigration({ paths: ["src"], cwd });
    apply(cwd, formatDiff(plan));
    const page = readFileSync(join(cwd, "src/page.ts"), "utf8");
    expect(page).toContain('import { RENDERS_BLIND } from "@headgate/legacy-site";\nimport { Above }');
    expect(page).toContain("static override readonly [RENDERS_BLIND] = true;");
    expect(complaintsOf(cwd)).toEqual([]);
  });
});

test("only what was named is changed, but all of the program is read", () => {
  const above = `import { Resource, type Request } from "@headgate/legacy-site";
    export class Above extends Resource { text(request: Request) { return request.path; } render_GET(request: Request) { return this.text(request); } }`;
  const below = `import type { Request } from "@headgate/legacy-site";\nimport { Above } from "../src/above";
    export class Below extends Above { override text(request: Request) { return request.content.read().toString(); } }`;
  expect(planOf({ "src/above.ts": above, "lib/below.ts": below }, ["src"]).markers).toEqual([]);
  expect(planOf({ "src/above.ts": above }, ["src"]).markers).toHaveLength(1);
});

test("a name that the file has for something else", () => {
  const source = `import { Resource } from "@headgate/legacy-site";\nexport const RENDERS_BLIND = 1;\n${PAGE}`;
  const { files, left } = planOf({ "page.ts": source });
  expect([files, left.map(({ reason }) => reason)]).toEqual([[], ["the file has another RENDERS_BLIND"]]);
});

test("a request whose members the application overrides", () => {
  const { markers, left } = planOf({
    "page.ts": `import { Request, Resource } from "@headgate/legacy-site";
      export class Own extends Request { override getHeader(name: string) { return name + this.content.read(); } }
      export class Page extends Resource { render_GET(request: Request) { return request.getHeader("a") ?? ""; } }`,
  });
  expect(markers).toEqual([]);
  expect(left.map(({ reason }) => reason)).toEqual([
    "uses request.getHeader, which the application overrides (page.ts:3)",
  ]);
});

test("mixins are listed, and may be below any class", () => {
  const { markers, left } = planOf({
    "page.ts": `import { Resource, type Request } from "@headgate/legacy-site";
      type Type = new (...given: never[]) => Resource;
      const reading = <T extends Type>(Base: T) => class extends Base {
        text(request: Request) { return request.content.read().toString(); } };
      export class Page extends Resource {
        render_GET(request: Request) { return this.text(request); }
        text(request: Request) { return request.path; } }
      export class Mixed extends reading(Resource) { render_PUT() { return ""; } }`,
  });
  expect(markers).toEqual([]);
  expect(left.map(({ resource, reason }) => `${resource}: ${reason}`)).toEqual([
    "(a class without a name): extends Base, which can't be followed",
    "Page: reads request.content (page.ts:4)",
    "Mixed: extends reading(Resource), which can't be followed",
  ]);
});

function complaintsOf(cwd: string): string[] {
  const project = new Project({ tsConfigFilePath: join(cwd, "tsconfig.json") });
  return project
    .getSourceFiles()
    .filter((file) => file.getFilePath().startsWith(`${cwd}/src`))
    .flatMap((file) => file.getPreEmitDiagnostics())
    .map((found) => `${found.getLineNumber() ?? 0}: ${JSON.stringify(found.getMessageText())}`);
}
