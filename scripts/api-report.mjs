// Writes what each package exports to packages/*/etc/*.api.md and fails where that differs from the committed
// report. `--update` accepts the difference. Needs `npm run build` first: it reads the .d.ts files.
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { publishedPackages, root } from "./packages.mjs";

const update = process.argv.includes("--update");

function report(folder, subpath, types) {
  const name = [basename(folder), ...subpath.split("/").slice(1)].join("-");
  const reportFolder = join(folder, "etc");
  mkdirSync(reportFolder, { recursive: true });
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, types),
      newlineKind: "lf",
      compiler: { tsconfigFilePath: join(root, "tsconfig.api.json") },
      apiReport: {
        enabled: true,
        reportFolder,
        reportFileName: name,
        reportTempFolder: join(folder, "temp"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: "warning" } },
        extractorMessageReporting: {
          // Into the report, where a reviewer sees them.
          default: { logLevel: "warning", addToApiReportFile: true },
          // Every export of index.ts is public; a tag on each would say nothing.
          "ae-missing-release-tag": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
  });
  const result = Extractor.invoke(config, {
    localBuild: update,
    showVerboseMessages: false,
    messageCallback: (message) => {
      if (message.logLevel === "none" || message.logLevel === "verbose") message.handled = true;
      if (message.logLevel === "info") message.handled = true;
    },
  });
  console.log(`${result.succeeded ? "same" : "DIFFERS"}  ${name}.api.md`);
  return result.succeeded;
}

// What entries/ exports is in the report of the index, status codes aside; a test compares the two.
const results = publishedPackages().flatMap(({ folder, entries }) =>
  entries
    .filter(([, { types }]) => !types.startsWith("./dist/entries/"))
    .map(([subpath, { types }]) => report(folder, subpath, types)),
);

if (results.includes(false)) {
  console.error(
    "A public API changed, or has warnings. If that is meant: npm run api:update, and review the diff.",
  );
  process.exitCode = 1;
}
