/** The documents name what is there: files, links, and rooms. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as legacySite from "@headgate/legacy-site";
import * as legacyTesting from "@headgate/legacy-site/testing";

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

/** What an application imports from twisted.web, and what is new here. */
const LEGACY_NAMES = [
  ..."Site Request Session Resource NOT_DONE_YET NoResource ErrorPage ForbiddenResource".split(" "),
  ..."UnsupportedMethod notFound forbidden errorPage redirectTo Redirect ParentRedirect ChildRedirector".split(
    " ",
  ),
  ..."DeferredResource File Data NameVirtualHost VHostMonsterResource RewriterResource alias".split(" "),
  ..."URLPath DirectoryLister formatFailure combinedLogFormatter proxiedLogFormatter".split(" "),
  ..."HTTPAuthSessionWrapper BasicCredentialFactory DigestCredentialFactory Portal".split(" "),
  ..."InMemoryUsernamePasswordDatabaseDontUse EncodingResourceWrapper GzipEncoderFactory".split(" "),
  ..."ReverseProxyResource Headers Deferred DummyRequest DummyChannel".split(" "),
  ..."bridge mark STREAMING CONTENT_BLIND RENDERS_BLIND BODY_LIMITS isStreaming legacyRequest".split(" "),
];

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

  test.each(LEGACY_NAMES)("%s is exported, or said to be missing", (name) => {
    const page = readFileSync(join(ROOT, "docs/legacy-compatibility.md"), "utf8");
    const missing = page.slice(page.indexOf("## Not there yet"), page.indexOf("## Every member"));
    const isExported = name in legacySite || name in legacyTesting;
    expect(missing.includes(`\`${name}\``)).toBe(!isExported);
  });

  test("the decisions are numbered without a gap", () => {
    const numbers = readdirSync(join(ROOT, "docs/decisions")).map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
