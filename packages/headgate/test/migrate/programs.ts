/** Small programs on disk, where the packages of this workspace are installed, for as long as a test needs them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planMigration, type MigrationPlan } from "../../src/migrate";

export const ROOT = join(__dirname, "../../../..");

/** A resource whose render looks at nothing. */
export const PAGE = `class Page extends Resource {
  render_GET(): string {
    return "";
  }
}
`;

const TSCONFIG = {
  compilerOptions: {
    ...{ target: "ES2023", lib: ["ES2023"], module: "node20", moduleResolution: "node16", types: ["node"] },
    ...{
      strict: true,
      noImplicitOverride: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
    },
    ...{ noPropertyAccessFromIndexSignature: true, experimentalDecorators: true },
    customConditions: ["@headgate/source"],
  },
  include: ["."],
};

/** Calls `use` in a folder with these files. */
export function inFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-migrate-")));
  try {
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const all = { "tsconfig.json": JSON.stringify(TSCONFIG), ...files };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function planOf(files: Readonly<Record<string, string>>, paths = ["."]): MigrationPlan {
  return inFolder(files, (cwd) => planMigration({ paths, cwd }));
}

/** "Class MARKER" for each that is added, and "Class method does this" for each that is not. */
export function outcome(
  { markers, left }: MigrationPlan,
  path: string,
): { marked: string[]; left: string[] } {
  return {
    marked: markers.filter((one) => one.path === path).map(({ resource, marker }) => `${resource} ${marker}`),
    left: left
      .filter((one) => one.path === path)
      .map(({ resource, method, reason }) =>
        `${resource} ${method ?? ""} ${reason}`.replace(/ \(\S+\)$/, ""),
      ),
  };
}

/** As a user would. The folder is no repository, which git does not mind. */
export function apply(cwd: string, diff: string): void {
  execFileSync("git", ["apply", "--whitespace=nowarn"], { cwd, input: diff });
}
