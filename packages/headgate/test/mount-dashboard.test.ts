/** `--dashboard PATH`: where it goes, and where it can't. */
import { leaf, respond, Site as CoreSite } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { Data, Resource, Site } from "@headgate/legacy-site";
import { mountDashboard } from "../src/serving/mount-dashboard";

async function textAt(site: Site, path: string): Promise<string> {
  return (await inject(site, { target: path })).body.toString();
}

test.each(["/dashboard", "dashboard", "/dashboard/", "/ops/a/dashboard"])("%s", async (path) => {
  const site = new Site(new Resource());
  mountDashboard(site, path);
  expect(await textAt(site, `/${path.replace(/^\/|\/$/g, "")}/`)).toContain("<title>");
});

test("beside what is there", async () => {
  const root = new Resource();
  const ops = new Resource();
  root.putChild("ops", ops);
  ops.putChild("status", new Data(Buffer.from("well"), "text/plain"));
  const site = new Site(root);
  mountDashboard(site, "/ops/dashboard");
  expect(await textAt(site, "/ops/status")).toBe("well");
  expect(await textAt(site, "/ops/dashboard/")).toContain("<title>");
  expect(() => mountDashboard(site, "/ops/status")).toThrow("there is a resource at /ops/status already");
});

test("where it can't be, it is said why", () => {
  const leafRoot = new Resource();
  leafRoot.isLeaf = true;
  const site = new Site(leafRoot);
  expect(() => mountDashboard(site, "/a")).toThrow("a resource on the way takes no children");
  expect(() => mountDashboard(site, "/")).toThrow("--dashboard takes a path below the root");
  const core = new CoreSite(leaf(() => respond(200)));
  expect(() => mountDashboard(core, "/a")).toThrow("for a legacy Site, and this is one of core");
  const old = Object.create(new Site(new Resource()), { dashboard: { value: undefined } }) as Site;
  expect(() => mountDashboard(old, "/a")).toThrow("this Site has no dashboard()");
});
