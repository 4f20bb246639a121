/** A module, loaded: JavaScript as Node does it, TypeScript through ts-node, to CommonJS, whatever is around it. */
import { createRequire } from "node:module";
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { register, REGISTER_INSTANCE } from "ts-node";
import { NotUsable } from "../command-line/exit-codes";

const COMPILED: ReadonlySet<string> = new Set([".ts", ".tsx", ".cts"]);

/** @param path absolute */
export async function loadModule(path: string): Promise<unknown> {
  const extension = extname(path);
  if (extension === ".mts") {
    throw new NotUsable(`${path} is an ES module in TypeScript: name it .ts, or compile it first`);
  }
  if (!COMPILED.has(extension)) return import(pathToFileURL(path).href);
  compileTypeScript(dirname(path));
  return createRequire(path)(path);
}

/** Not where it is done already, as for the command itself when it runs from source. */
function compileTypeScript(folder: string): void {
  if (process[REGISTER_INSTANCE] !== undefined) return;
  register({
    cwd: folder,
    transpileOnly: true,
    // `./page.js` is page.ts, as in programs for Node's own modules.
    experimentalResolver: true,
    moduleTypes: { "**/*": "cjs" },
    // Over the app's own tsconfig.json, whose other options hold.
    compilerOptions: {
      module: "commonjs",
      moduleResolution: "bundler",
      verbatimModuleSyntax: false,
      ignoreDeprecations: "6.0",
    },
  });
}
