/** What a module may export, and what is served of it. */
import { leaf, respond, Site as CoreSite } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { Resource, Site } from "@headgate/legacy-site";
import { appOf, isLegacySite } from "../src/apps/app-of";

class Page extends Resource {
  override readonly isLeaf = true;

  render_GET(): string {
    return "legacy";
  }
}

const page = new Page();
const core = leaf(() => respond(200, {}, "core"));

async function answerOf(exported: unknown): Promise<string> {
  const server = await appOf(exported, "app.ts");
  return (await inject(server)).body.toString();
}

const APPS: readonly (readonly [title: string, exported: () => unknown, answer: string])[] = [
  ["a legacy resource, as default", () => ({ default: page }), "legacy"],
  ["a core resource, as default", () => ({ default: core }), "core"],
  ["a legacy Site", () => ({ site: new Site(page) }), "legacy"],
  ["a core Site", () => ({ site: new CoreSite(core) }), "core"],
  ["a resource by each name", () => ({ resource: core }), "core"],
  ["root", () => ({ root: page }), "legacy"],
  ["app", () => ({ app: core }), "core"],
  ["a function", () => ({ default: () => page }), "legacy"],
  ["an async function", () => ({ app: async () => new CoreSite(core) }), "core"],
  ["a promise", () => ({ site: Promise.resolve(page) }), "legacy"],
  ["a class of resources", () => ({ default: Page }), "legacy"],
  ["module.exports", () => page, "legacy"],
  ["module.exports of a function", () => () => core, "core"],
  ["module.exports of a class", () => Page, "legacy"],
  ["CommonJS as import() shows it", () => ({ default: { default: core } }), "core"],
  ["module.exports as import() shows it", () => ({ default: page }), "legacy"],
  [
    "the first that can be served",
    () => ({ default: { port: 1 }, site: 5, resource: core, root: page }),
    "core",
  ],
];

test.each(APPS)("%s", async (_title, exported, answer) => {
  expect(await answerOf(exported())).toBe(answer);
});

test("a Site is served as it is, a bare legacy resource in a hardened Site", async () => {
  const site = new Site(page);
  expect(await appOf({ site }, "app.ts")).toBe(site);
  const made = await appOf({ default: page }, "app.ts");
  expect(isLegacySite(made)).toBe(true);
  expect(isLegacySite(made) && made.bridgeSettings.formOptions.semicolonSeparates).toBe(false);
  expect(isLegacySite(new CoreSite(core))).toBe(false);
});

const NO_APPS: readonly (readonly [exported: unknown, says: string])[] = [
  [{}, "app.ts exports nothing by these names. Export a Site or a resource"],
  [{ handler: core }, "app.ts exports nothing by these names (there is handler). Export a Site"],
  [undefined, "app.ts exports nothing by these names"],
  [{ default: 5, site: null }, "app.ts exports none: default is a number, site is null."],
  [{ default: () => undefined }, "default is undefined"],
  [{ default: [page] }, "default is an array"],
  [{ default: { port: 1 } }, "default is an object of another kind"],
];

test.each(NO_APPS)("%p: %s", async (exported, says) => {
  await expect(appOf(exported, "app.ts")).rejects.toThrow(says);
});

test("what a function throws is not swallowed", async () => {
  const broken = (): never => {
    throw new Error("no database");
  };
  await expect(appOf({ default: broken }, "app.ts")).rejects.toThrow("no database");
});
