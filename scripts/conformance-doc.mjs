// Writes docs/conformance.md from the titles of the suites that are named after a standard. `--check` fails where the
// page is stale. A title ends in its clause: "rejects obs-fold in a request (section 5.2)".
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import prettier from "prettier";
import { root } from "./packages.mjs";

const SUITES = "packages/core/test/rfc";
const PAGE = join(root, "docs/conformance.md");
const TITLE = /"((?:[^"\\]|\\.)+?) \((?:RFC (\d+),? )?section (\d+(?:\.\d+)*)([^()"]*)\)"/g;

/** Every [rfc, section, behaviour] in the suites. */
function clauses() {
  const files = readdirSync(join(root, SUITES)).filter((name) => name.endsWith(".test.ts"));
  return files.sort().flatMap((file) => {
    const ofFile = /^rfc(\d+)/.exec(file)?.[1];
    const source = readFileSync(join(root, SUITES, file), "utf8");
    return [...source.matchAll(TITLE)].map(([, title, rfc = ofFile, section]) => {
      return { rfc, section, title: title.replaceAll("\\\\", "\\").replaceAll('\\"', '"'), file };
    });
  });
}

function bySection(left, right) {
  const [a, b] = [left, right].map(({ section }) => section.split(".").map(Number));
  const at = a.findIndex((number, index) => number !== b[index]);
  return at === -1 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

const escape = (text) => text.replace(/[|\\`*_<>]/g, (character) => `\\${character}`);

function page() {
  const all = clauses();
  const lines = [
    "<!-- Generated from the titles of the tests by `npm run docs:conformance`. -->",
    "",
    "# Conformance",
    "",
    `What the standards ask of a server, and a test each: ${all.length} clauses. The tests are in [${SUITES}](../${SUITES}).`,
  ];
  for (const rfc of [...new Set(all.map(({ rfc }) => rfc))].sort()) {
    const link = `https://www.rfc-editor.org/rfc/rfc${rfc}`;
    lines.push("", `## [RFC ${rfc}](${link})`);
    const rows = all.filter((clause) => clause.rfc === rfc).sort(bySection);
    for (const section of new Set(rows.map((row) => row.section))) {
      const titles = rows.filter((row) => row.section === section).map(({ title }) => escape(title));
      lines.push("", `### [Section ${section}](${link}#section-${section})`, "");
      for (const title of new Set(titles)) lines.push(`- ${title}`);
    }
  }
  return prettier.format(`${lines.join("\n")}\n`, { parser: "markdown", printWidth: 110 });
}

const text = await page();
if (!process.argv.includes("--check")) writeFileSync(PAGE, text);
else if (readFileSync(PAGE, "utf8") !== text) {
  console.error(`${basename(PAGE)} is stale: npm run docs:conformance`);
  process.exitCode = 1;
}
