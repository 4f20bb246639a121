/**
 * `headgate migrate` on whole applications: the examples, and those of the guide. Its diff applies to copies of them,
 * which still compile, and pass their own tests unchanged.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { formatDiff, planMigration, type MigrationPlan } from "../../src/migrate";
import { ROOT } from "./programs";

const APPLICATIONS = ["json-api", "file-server", "chat", "virtual-hosts", "upload-tour"];
const GUIDE = "docs/migrating-from-twisted.md";
const COPIED = [
  ...APPLICATIONS.map(inExamples),
  ...["examples/support", "examples/tsconfig.json", "examples/migrating.test.ts"],
  ...["tsconfig.base.json", "tsconfig.test.json", GUIDE],
];
const PROGRAM = /^```ts\n([^]*?)^```$/gm;

let folder = "";
let plan: MigrationPlan;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-examples-")));
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const guide = readFileSync(join(folder, GUIDE), "utf8");
  const programs = [...guide.matchAll(PROGRAM)].map(([, program]) => program!);
  programs.forEach((program, index) => writeFileSync(programPath(index), program));
  plan = planMigration({ paths: ["examples"], cwd: folder });
  execFileSync("git", ["apply"], { cwd: folder, input: formatDiff(plan) });
  let index = 0;
  const migrated = guide.replace(
    PROGRAM,
    () => `\`\`\`ts\n${readFileSync(programPath(index++), "utf8")}\`\`\``,
  );
  writeFileSync(join(folder, GUIDE), migrated);
});

afterAll(() => rmSync(folder, { recursive: true }));

function programPath(index: number): string {
  return join(folder, `examples/guide-${index}.ts`);
}

test("these can be marked", () => {
  expect(plan.markers.map(({ path, resource, marker }) => `${path} ${resource} ${marker}`)).toEqual([
    "examples/file-server/downloads.ts Markdown RENDERS_BLIND",
    "examples/guide-0.ts Entry RENDERS_BLIND",
    "examples/guide-0.ts GuestBook CONTENT_BLIND",
    "examples/json-api/api.ts Users RENDERS_BLIND",
    "examples/json-api/json-resource.ts JsonResource CONTENT_BLIND",
    "examples/json-api/json-resource.ts JsonResource RENDERS_BLIND",
    "examples/json-api/json-resource.ts JsonErrorPage CONTENT_BLIND",
    "examples/json-api/json-resource.ts JsonErrorPage RENDERS_BLIND",
    "examples/json-api/notes.ts Notes CONTENT_BLIND",
    "examples/json-api/notes.ts Note RENDERS_BLIND",
    "examples/upload-tour/page-file.ts PageFile RENDERS_BLIND",
    "examples/virtual-hosts/hosts.ts WhereAmI RENDERS_BLIND",
  ]);
});

test("these can't, for these reasons", () => {
  const left = plan.left.map(({ resource, method, reason }) => `${resource} ${method ?? ""} ${reason}`);
  expect(left.map((line) => line.replace(/:\d+\)$/, ")"))).toEqual([
    "Messages render_GET gives the request to this.#waiting.set of a library (examples/chat/messages.ts)",
    "Messages render_POST reads request.args (examples/chat/messages.ts)",
    "GuestBook render_POST reads request.args (examples/guide-0.ts)",
    "Job render_POST reads request.content (examples/guide-1.ts)",
    "Login render_POST reads request.content (examples/json-api/json-resource.ts)",
    "Notes render_POST reads request.content (examples/json-api/json-resource.ts)",
    "BufferedUpload render_PUT reads request.content (examples/upload-tour/buffered-upload.ts)",
  ]);
});

test("the migrated applications compile", () => {
  const ambient = join(ROOT, "packages/core/src/**/*.d.ts"); // their sources are read, as in this workspace
  const config = { extends: "./tsconfig.test.json", include: ["examples", ambient] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout, status } = spawnSync(
    process.execPath,
    [bin("typescript/bin/tsc"), "--pretty", "false"],
    options(),
  );
  expect([stdout, status]).toEqual(["", 0]);
});

test("and pass their own tests", () => {
  const config = {
    rootDir: folder,
    testMatch: ["<rootDir>/examples/**/*.test.ts"],
    testEnvironmentOptions: { customExportConditions: ["@headgate/source", "node", "node-addons"] },
    transform: {
      "^.+\\.ts$": ["ts-jest", { tsconfig: join(folder, "tsconfig.test.json"), transpilation: true }],
    },
    testTimeout: 90_000,
  };
  const file = join(folder, "jest.config.json");
  writeFileSync(file, JSON.stringify(config));
  const run = [bin("jest/bin/jest.js"), "--config", file, "--json", "-w", "1"];
  const { stdout, stderr } = spawnSync(process.execPath, run, options());
  const told = JSON.parse(stdout) as { success: boolean; testResults: { name: string; status: string }[] };
  expect(told.success ? "" : stderr).toBe("");
  const passed = told.testResults.filter(({ status }) => status === "passed");
  const folders = new Set(passed.map(({ name }) => dirname(relative(folder, name))));
  // The guide's is in the folder of all of them.
  expect([...folders].sort()).toEqual(["examples", ...[...APPLICATIONS, "support"].map(inExamples)].sort());
}, 300_000);

function inExamples(name: string): string {
  return `examples/${name}`;
}

function bin(path: string): string {
  return join(ROOT, "node_modules", path);
}

function options(): { cwd: string; encoding: "utf8"; env: NodeJS.ProcessEnv } {
  return { cwd: folder, encoding: "utf8", env: { ...process.env, FORCE_COLOR: "0" } };
}
