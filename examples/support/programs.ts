/** Programs in documents: the compiler looks at them, and tests have their sites. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import type { inject } from "@headgate/core/testing";
import type * as LegacySite from "@headgate/legacy-site";
import * as ts from "typescript";

type AnySite = Parameters<typeof inject>[0];

const ROOT = join(__dirname, "../..");
const HAVE_SITE: ReadonlySet<string> = new Set(["@headgate/legacy-site", "@headgate/legacy-site/server"]);

/** The programs of a page, from the root. */
export function programsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, program]) => program!);
}

/** Runs a program, with `listen` replaced by what hands out its site. */
export function siteOf(program: string): AnySite {
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  let site: AnySite | undefined;
  const listen = (given: AnySite): void => {
    site = given;
  };
  const importer = (name: string): object => {
    const actual = jest.requireActual<typeof LegacySite>(name);
    if (name === "@headgate/node") return { ...actual, listen };
    if (!HAVE_SITE.has(name)) return actual;
    const Site = class extends actual.Site {
      override listen(): never {
        listen(this);
        return undefined as never;
      }
    };
    return { ...actual, Site };
  };
  const run = compileFunction(outputText, ["require", "exports"]) as (...given: unknown[]) => void;
  run(importer, {});
  return site!;
}

/** What the compiler has to say about the programs, as files beside this one. */
export function complaints(programs: readonly string[]): string[] {
  const files = new Map(programs.map((program, index) => [join(__dirname, `program-${index}.ts`), program]));
  const config = ts.readConfigFile(join(ROOT, "tsconfig.test.json"), ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  const program = ts.createProgram([...files.keys()], { ...options, skipLibCheck: true }, host);
  return [...files.keys()]
    .flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
