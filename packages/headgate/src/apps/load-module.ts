/** A module, loaded: JavaScript as Node does it, TypeScript through ts-node, to CommonJS, whatever is around it. */
import { createRequire } from "node:module";
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { register, REGISTER_INSTANCE } from "ts-node";
import { NotUsable } from "../command-line/exit-codes";

const COMPILED: ReadonlySet<string> = new Set([".ts", ".tsx", ".cts"]);
/** Also names without any: CommonJS. */
const LOADED: ReadonlySet<string> = new Set([".js", ".mjs", ".cjs", ""]);
/** What TypeScript says of a tsconfig.json that it can't read. */
const UNREADABLE: ReadonlySet<number> = new Set([5012, 5014, 5083, 5092]);
/** What it says of options: which it does not know, and which it won't have together, or without another. */
const OF_OPTIONS = Array.from({ length: 200 }, (_, index) => 5000 + index).filter(
  (code) => !UNREADABLE.has(code),
);

/** @param path absolute. @throws NotUsable, and whatever the module throws */
export async function loadModule(path: string): Promise<unknown> {
  const extension = extname(path);
  if (extension === ".mts") {
    throw new NotUsable(`${path} is an ES module in TypeScript: name it .ts, or compile it first`);
  }
  if (LOADED.has(extension)) return import(pathToFileURL(path).href);
  if (!COMPILED.has(extension)) throw new NotUsable(`${path} is neither TypeScript nor JavaScript`);
  await compileTypeScript(dirname(path));
  try {
    return createRequire(path)(path);
  } catch (error) {
    if (!isOfESModule(error)) throw error;
    throw new NotUsable(
      `${path} is compiled to CommonJS, and it, or what it imports, has what only ES modules have: ` +
        `import.meta, or an await outside of functions. Compile it first, and run what comes out:\n${error.message}`,
      { cause: error },
    );
  }
}

/** Node takes what it can't parse as CommonJS for an ES module, which then lacks `exports`. */
function isOfESModule(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    code === "ERR_REQUIRE_ASYNC_MODULE" || /is not defined in ES module scope|'import\.meta'/.test(message)
  );
}

/** Not where it is done already, as for the command itself when it runs from source. */
async function compileTypeScript(folder: string): Promise<void> {
  if (process[REGISTER_INSTANCE] !== undefined) return;
  register({
    cwd: folder,
    transpileOnly: true,
    // Ours, whatever version the app has: the options below are for this one.
    compiler: require.resolve("typescript"),
    // Options are for the app's own compiler to judge; those that it needs may contradict ours.
    ignoreDiagnostics: OF_OPTIONS,
    // `./page.js` is page.ts, as in programs for Node's own modules.
    experimentalResolver: true,
    moduleTypes: { "**/*": "cjs" },
    // Over the app's own tsconfig.json, whose other options hold.
    compilerOptions: {
      module: "commonjs",
      moduleResolution: "bundler",
      verbatimModuleSyntax: false,
      ignoreDeprecations: "6.0",
      ...(await modernTarget(folder)),
    },
  });
}

/**
 * Classes of the app extend ours, which those of ES5 can't, and that is what ts-node takes where nothing is said: in
 * place of it the oldest that can, where fields are made in the same way.
 */
async function modernTarget(folder: string): Promise<{ target?: string }> {
  // Not for every command: it takes a while to load.
  const { default: ts } = await import("typescript");
  const file = ts.findConfigFile(folder, (name) => ts.sys.fileExists(name));
  if (file === undefined) return {};
  const host = { ...ts.sys, readDirectory: () => [], onUnRecoverableConfigFileDiagnostic: () => {} };
  const target = ts.getParsedCommandLineOfConfigFile(file, {}, host)?.options.target;
  if (target === undefined) return { target: "es2022" };
  return target < ts.ScriptTarget.ES2015 ? { target: "es2015" } : {};
}
