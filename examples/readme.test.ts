/** The README is a test: its programs compile, run, and do what the text around them says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { inject, StringTransport } from "@headgate/core/testing";
import type * as LegacySite from "@headgate/legacy-site";
import * as ts from "typescript";

type AnySite = Parameters<typeof inject>[0];

const ROOT = join(__dirname, "..");
const PROGRAMS = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^```ts\n([^]*?)^```$/gm)].map(
  ([, program]) => program!,
);

/** Runs a program, with `listen` replaced by what hands out its site. */
function siteOf(program: string): AnySite {
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
    if (name !== "@headgate/legacy-site") return actual;
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
function complaints(programs: readonly string[]): string[] {
  const files = new Map(programs.map((program, index) => [join(__dirname, `readme-${index}.ts`), program]));
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

describe("the README", () => {
  test("has three programs", () => {
    expect(PROGRAMS).toHaveLength(3);
  });

  test("compiles", () => {
    expect(complaints(PROGRAMS)).toEqual([]);
  }, 60_000);

  test.each([
    ["the legacy application", 0],
    ["the same, streaming", 1],
  ])("%s echoes", async (_, index) => {
    const site = siteOf(PROGRAMS[index]!);
    const answer = await inject(site, { method: "POST", target: "/echo", body: "some octets" });
    expect([answer.code, answer.body.toString()]).toEqual([200, "some octets"]);
  });

  test("the streaming one answers before the body is in", () => {
    const transport = new StringTransport().connect(siteOf(PROGRAMS[1]!).buildProtocol());
    transport.feed("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nsome");
    expect(transport.written.toString()).toContain("\r\n\r\nsome");
    transport.lose();
  });

  test("the new application finds its resources", async () => {
    const site = siteOf(PROGRAMS[2]!);
    const get = async (target: string): Promise<string> => (await inject(site, { target })).body.toString();
    expect(await get("/")).toBe("It streams.\n");
    expect(await get("/hello/Ada")).toBe("Hello, Ada.\n");
    const echo = await inject(site, { method: "POST", target: "/echo", body: "some octets" });
    expect(echo.body.toString()).toBe("some octets");
  });
});
