/** The documents name what is there: files, links, and rooms. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ROOT = join(__dirname, "..");
const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md"].map((name) => join(ROOT, name)),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(ROOT, "docs", name)),
];

const LINK = /\]\((?!https?:|#)([^)#]+)[^)]*\)/g;
/** A path from the root, in code font. */
const PATH = /`((?:packages|docs|examples|scripts)\/[\w./-]+)`/g;

function namedIn(page: string, pattern: RegExp): string[] {
  return [...readFileSync(page, "utf8").matchAll(pattern)].map(([, name]) => name!);
}

describe("the documents", () => {
  test.each(PAGES.map((page) => [relative(ROOT, page), page]))("%s links to what is there", (_, page) => {
    const missing = namedIn(page, LINK).filter((link) => !existsSync(join(dirname(page), link)));
    expect(missing).toEqual([]);
  });

  test.each(PAGES.map((page) => [relative(ROOT, page), page]))("%s names files that are there", (_, page) => {
    expect(namedIn(page, PATH).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("the map has every room of core and every package", () => {
    const named = new Set(namedIn(join(ROOT, "docs/architecture.md"), PATH));
    const packages = readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}`);
    const rooms = readdirSync(join(ROOT, "packages/core/src"))
      .filter((name) => name !== "index.ts")
      .map((name) => `packages/core/src/${name}`);
    expect([...packages, ...rooms].filter((place) => !named.has(place))).toEqual([]);
  });

  test("the decisions are numbered without a gap", () => {
    const numbers = readdirSync(join(ROOT, "docs/decisions")).map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
