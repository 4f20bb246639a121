// Is each package, packed as it would be published, what its package.json promises? publint reads the manifest,
// attw resolves the types the way users' compilers do. Needs `npm run build` first.
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import { publishedPackages, root } from "./packages.mjs";

let failed = false;

function run(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", tool), ...args],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  if (status === 0) return "ok";
  failed = true;
  console.error(`${stdout}${stderr}`);
  return "FAILED";
}

for (const { folder, name } of publishedPackages()) {
  const path = relative(root, folder);
  const manifest = run("publint/src/cli.js", path, "--strict");
  // ./testing can't be found by the resolution of Node 10; node16 and bundlers find it.
  const types = run(
    "@arethetypeswrong/cli/dist/index.js",
    "--pack",
    path,
    "--profile",
    "node16",
    "-f",
    "ascii",
  );
  console.log(`${name}: publint ${manifest}, attw ${types}`);
}
process.exitCode = failed ? 1 : 0;
