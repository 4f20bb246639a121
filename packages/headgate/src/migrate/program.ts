/** The program to migrate: the files that were named, and what else belongs to it, for reading. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Project, ScriptTarget, type SourceFile, ts } from "ts-morph";
import { importsOfFramework } from "./framework";

const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "dist", "coverage"]);

/** What was asked for can't be read. The caller's fault. */
export class MigrateInputError extends Error {
  override readonly name = "MigrateInputError";
  readonly code: "NO_SUCH_PATH" | "NO_SOURCES" | "NO_LEGACY_SITE" | "BAD_PROJECT";

  constructor(code: MigrateInputError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

export interface Program {
  readonly project: Project;
  /** Those that may be changed. */
  readonly files: readonly SourceFile[];
}

/**
 * @param paths files and folders; of folders, all TypeScript but what is installed, built or hidden
 * @param tsconfig absent: the nearest one above the first path, if there is one
 * @throws MigrateInputError
 */
export function openProgram(paths: readonly string[], cwd: string, tsconfig?: string): Program {
  const names = [...new Set(paths.flatMap((path) => sourcesAt(resolve(cwd, path), path)))];
  const [first] = names;
  if (first === undefined)
    throw new MigrateInputError("NO_SOURCES", `no TypeScript files in ${paths.join(", ")}`);
  const config = tsconfig === undefined ? configAbove(dirname(first)) : resolve(cwd, tsconfig);
  const project = projectFor(config);
  const files = project.addSourceFilesAtPaths(names.map((name) => name.replace(/[[\](){}!*?]/g, "\\$&")));
  project.resolveSourceFileDependencies();
  for (const file of files) wantLegacySite(file);
  return { project, files };
}

function sourcesAt(path: string, asGiven: string): string[] {
  if (!existsSync(path)) throw new MigrateInputError("NO_SUCH_PATH", `there is no ${asGiven}`);
  if (!statSync(path).isDirectory()) return SOURCE.test(path) ? [path] : [];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !SKIPPED.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) return sourcesAt(inside, inside);
      return entry.isFile() && SOURCE.test(entry.name) ? [inside] : [];
    });
}

function configAbove(folder: string): string | undefined {
  const path = join(folder, "tsconfig.json");
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : configAbove(dirname(folder));
}

function projectFor(config: string | undefined): Project {
  const fallback = {
    target: ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
  };
  try {
    // What is in the same program may derive from what is migrated, or call it.
    return config === undefined
      ? new Project({ compilerOptions: fallback })
      : new Project({ tsConfigFilePath: config });
  } catch (error) {
    throw new MigrateInputError(
      "BAD_PROJECT",
      `${config ?? ""}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Without its types nothing could be told apart. */
function wantLegacySite(file: SourceFile): void {
  const lost = importsOfFramework(file).find((found) => found.getModuleSpecifierSourceFile() === undefined);
  if (lost === undefined) return;
  const specifier = lost.getModuleSpecifierValue();
  throw new MigrateInputError(
    "NO_LEGACY_SITE",
    `${file.getFilePath()} imports ${specifier}, which is not installed there`,
  );
}
