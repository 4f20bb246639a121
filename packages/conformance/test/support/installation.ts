/** The packages as somebody would have them installed: compiled, without their sources, found in node_modules. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as ts from "typescript";

const ROOT = join(__dirname, "../../../..");
const PACKAGES: Readonly<Record<string, string>> = {
  core: "@headgate/core",
  node: "@headgate/node",
  "legacy-site": "@headgate/legacy-site",
  headgate: "headgate",
};
const COMPILER_OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.Node20,
  target: ts.ScriptTarget.ES2023,
  esModuleInterop: true,
};

export class Installation {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Faster than a build: nobody looks at types. */
  static async make(): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), "headgate-installed-"));
    const modules = join(folder, "node_modules");
    await mkdir(join(modules, "@headgate"), { recursive: true });
    for (const name of await readdir(join(ROOT, "node_modules"))) {
      if (name === "@headgate" || name === "headgate" || name.startsWith(".")) continue;
      await symlink(join(ROOT, "node_modules", name), join(modules, name));
    }
    for (const [source, name] of Object.entries(PACKAGES)) {
      await install(join(ROOT, "packages", source), join(modules, name));
    }
    return new Installation(folder);
  }

  /** A new one, for files that import the packages. */
  folder(): Promise<string> {
    return mkdtemp(join(this.#folder, "app-"));
  }

  start(words: readonly string[]): CommandProcess {
    return new CommandProcess(join(this.#folder, "node_modules/headgate/bin/headgate.js"), words);
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }
}

async function install(source: string, target: string): Promise<void> {
  await mkdir(target);
  await cp(join(source, "package.json"), join(target, "package.json"));
  await cp(join(source, "bin"), join(target, "bin"), { recursive: true }).catch(ignoreMissing);
  const sources = await readdir(join(source, "src"), { recursive: true });
  for (const name of sources) {
    const from = join(source, "src", name);
    const to = join(target, "dist", name);
    if (/\.(?:css|html|js|json|svg)$/.test(name)) await cp(from, to);
    if (!name.endsWith(".ts")) continue;
    const { outputText } = ts.transpileModule(await readFile(from, "utf8"), {
      compilerOptions: COMPILER_OPTIONS,
    });
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to.replace(/\.ts$/, ".js"), outputText);
  }
}

/** Only one of the packages has a command. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

export class CommandProcess {
  readonly process: ChildProcess;
  /** What it has written to stdout and stderr. */
  output = "";

  constructor(program: string, words: readonly string[]) {
    this.process = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (octets: Buffer) => (this.output += octets.toString()));
    }
  }

  /** Resolves with its exit code when it has ended, and all of its output is here. */
  async exit(): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null) await once(this.process, "close");
    return this.process.exitCode;
  }

  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.exit();
  }
}
