/** Skeletons: for simple render methods, and they do what those did. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { inject } from "@headgate/core/testing";
import * as legacy from "@headgate/legacy-site";
import { Project, ts } from "ts-morph";
import { formatPlan, planMigration, writeMigration } from "../../src/migrate";
import { inFolder, planOf } from "./programs";

const IMPORTS = 'import { NOT_DONE_YET, Resource, type Request } from "@headgate/legacy-site";\n';

const UPLOAD = `${IMPORTS}export class Upload extends Resource {
  override isLeaf = true;

  render_PUT(request: Request): string {
    if (request.path.endsWith("/no")) {
      request.setResponseCode(403);
      return "no\\n";
    }
    const text = request.content.read().toString();
    request.setHeader("Content-Type", "text/plain");
    request.setHeader("X-Length", String(text.length));
    return text.toUpperCase();
  }
}
`;

const method = (
  body: string,
): string => `${IMPORTS}export class Upload extends Resource { render_PUT(request: Request) { ${body} } }
export const used = NOT_DONE_YET;`;

/** Why there is none. */
const NOT_SIMPLE: readonly (readonly [body: string, reason: string])[] = [
  ["return request.content.read(10);", "it uses request.content"],
  ["return request.content.readline();", "it uses request.content"],
  ["const { content } = request; return content.read();", "it uses { content } = request"],
  ["request.content.read(); return request.content.read();", "it reads the content more than once"],
  ["for (;;) { request.content.read(); }", "it uses request.content"],
  [
    "setTimeout(() => request.write(request.content.read()), 5); return NOT_DONE_YET;",
    "it uses request.write",
  ],
  ["request.content.read(); return NOT_DONE_YET;", "it returns no body"],
  [
    "const headers = 1; return request.content.read() + String(headers);",
    "it has a name of its own, headers",
  ],
  ["return request.getSession().uid + request.content.read();", "it uses request.getSession"],
];

describe("none for", () => {
  const plan = planOf(
    Object.fromEntries(NOT_SIMPLE.map(([body], index) => [`page-${index}.ts`, method(body)])),
  );

  test.each(NOT_SIMPLE.map((row, index) => [...row, index] as const))("%s", (_body, reason, index) => {
    const left = plan.left.filter(({ path }) => path === `page-${index}.ts`);
    expect(left.map(({ notSimple }) => notSimple)).toEqual([reason]);
  });

  test("any of them", () => {
    expect(plan.skeletons).toEqual([]);
  });
});

test("is listed, and written only when it is asked for", () => {
  const plan = planOf({ "page.ts": UPLOAD });
  expect(plan.files).toEqual([]);
  expect(formatPlan(plan)).toContain('page.ts:2 Upload: static readonly [STREAMING] = ["PUT"], and');
  expect(formatPlan(plan)).toContain(
    "override async responseForRequest(request: IRequest): Promise<IResponse> {",
  );
});

test("compiles, and answers as the method did", async () => {
  const after = inFolder({ "page.ts": UPLOAD }, (cwd) => {
    writeMigration(planMigration({ paths: ["."], cwd, skeletons: true }), cwd);
    const project = new Project({ tsConfigFilePath: join(cwd, "tsconfig.json") });
    const file = project.getSourceFileOrThrow(join(cwd, "page.ts"));
    expect(file.getPreEmitDiagnostics().map((found) => found.getMessageText())).toEqual([]);
    return readFileSync(join(cwd, "page.ts"), "utf8");
  });
  expect(after).toContain('static readonly [STREAMING] = ["PUT"];');
  for (const target of ["/yes", "/no"]) {
    const answers = [];
    for (const source of [UPLOAD, after]) {
      const site = new legacy.Site(new (uploadOf(source))());
      const { code, headers, body } = await inject(site, { method: "PUT", target, body: "some text" });
      const fields = ["content-type", "x-length"].map((name) => headers.get(name));
      answers.push([code, fields, body.toString()]);
    }
    expect(answers[1]).toEqual(answers[0]);
  }
});

/** The class of a program. */
function uploadOf(source: string): new () => legacy.Resource {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: { Upload?: new () => legacy.Resource } = {};
  const run = compileFunction(outputText, ["require", "exports"]) as (...given: unknown[]) => void;
  run((name: string): unknown => jest.requireActual(name), exported);
  return exported.Upload!;
}
