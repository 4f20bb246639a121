/** `headgate migrate`: what it prints, what it writes, its exit codes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrate } from "../../src/migrate";
import { apply, inFolder, PAGE } from "./programs";

describe("the command", () => {
  const run = (cwd: string, options: object = {}): { code: number; out: string; err: string } => {
    let out = "";
    let err = "";
    const output = {
      stdout: (text: string) => void (out += text),
      stderr: (text: string) => void (err += text),
    };
    const code = runMigrate({ paths: ["src"], cwd, ...options }, output);
    return { code, out, err };
  };
  const source = `import { Resource } from "@headgate/legacy-site";\n${PAGE}`;

  test("shows a diff, and changes nothing", () => {
    inFolder({ "src/page.ts": source }, (cwd) => {
      const { code, out, err } = run(cwd);
      expect(code).toBe(0);
      expect(out).toMatch(/^--- a\/src\/page\.ts\n\+\+\+ b\/src\/page\.ts\n@@ /);
      expect(err).toContain("src/page.ts:2 Page: [RENDERS_BLIND]");
      expect(err).toContain("1 marker in 1 file safe to add; 0 questions left to you");
      expect(readFileSync(join(cwd, "src/page.ts"), "utf8")).toBe(source);
    });
  });

  test("writes, when it is told to", () => {
    inFolder({ "src/page.ts": source }, (cwd) => {
      const { code, out, err } = run(cwd, { write: true });
      expect([code, out]).toEqual([0, ""]);
      expect(err).toContain("1 marker in 1 file written");
      expect(readFileSync(join(cwd, "src/page.ts"), "utf8")).toContain(
        "static readonly [RENDERS_BLIND] = true;",
      );
    });
  });

  test("a name with blanks", () => {
    inFolder({ "src/a page.ts": source }, (cwd) => {
      apply(cwd, run(cwd).out);
      expect(readFileSync(join(cwd, "src/a page.ts"), "utf8")).toContain("[RENDERS_BLIND] = true;");
    });
  });

  test.each([
    ["a path that is not there", {}, { paths: ["lost"] }, "headgate migrate: there is no lost\n"],
    ["no sources", { "src/a.txt": "" }, {}, "headgate migrate: no TypeScript files in src\n"],
    ["a project that is not there", { "src/page.ts": source }, { tsconfig: "lost.json" }, "lost.json"],
    [
      "names that are not installed",
      { "src/page.ts": 'import { Resource } from "@headgate/legacy-site/lost";\nexport { Resource };\n' },
      {},
      "@headgate/legacy-site/lost, which is not installed there",
    ],
  ])("%s: 2", (_name, files: Record<string, string>, options, message) => {
    inFolder(files, (cwd) => {
      const { code, out, err } = run(cwd, options);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(message);
    });
  });
});
