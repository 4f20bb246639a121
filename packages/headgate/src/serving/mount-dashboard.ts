/** The dashboard of a site, put into its tree. */
import type { IServer } from "@headgate/core";
import { Resource, type AnyResource, type Site } from "@headgate/legacy-site";
import { isLegacySite } from "../apps/app-of";
import { NotUsable, UsageError } from "../command-line/exit-codes";

/** Only newer sites have one. */
interface IHasDashboard {
  dashboard(): AnyResource;
}

/** @param path as in "/ops/dashboard". @throws UsageError, NotUsable */
export function mountDashboard(server: IServer, path: string): void {
  const segments = path.split("/").filter((segment) => segment !== "");
  const last = segments.pop();
  if (last === undefined) throw new UsageError("--dashboard takes a path below the root, as in /dashboard");
  if (!isLegacySite(server)) {
    throw new NotUsable(
      "--dashboard is for a legacy Site, and this is one of core: put dashboardOf(evidence) into its tree, with the " +
        "MigrationEvidence that its bridges are given",
    );
  }
  const dashboard = dashboardOf(server);
  let parent = parentIn(server.resource, path);
  for (const segment of segments) {
    if (!parent.children.has(segment)) parent.putChild(segment, new Resource());
    parent = parentIn(parent.children.get(segment), path);
  }
  if (parent.children.has(last)) throw new NotUsable(`--dashboard: there is a resource at ${path} already`);
  parent.putChild(last, dashboard);
}

function dashboardOf(site: Site): AnyResource {
  const { dashboard } = site as object as Partial<IHasDashboard>;
  if (typeof dashboard === "function") return dashboard.call(site);
  throw new NotUsable("--dashboard: this Site has no dashboard(); its @headgate/legacy-site is too old");
}

/** By shape, as the app may have its own copy of Headgate. */
function parentIn(resource: AnyResource | undefined, path: string): Resource {
  const { children, putChild, isLeaf } = (resource ?? {}) as Partial<Resource>;
  if (typeof putChild === "function" && children instanceof Map && !isLeaf) return resource as Resource;
  throw new NotUsable(`--dashboard: nothing can be put at ${path}: a resource on the way takes no children`);
}
