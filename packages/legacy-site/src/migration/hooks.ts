/** Which method of an application could look at the body where a request came by. */
import { collectingHooks } from "../collecting-hooks";
import type { LegacyExchangeEnded, LegacyVisit } from "../legacy-events";
import { childLooksAtContent, renderLooksAtContent } from "../looks-at-content";
import type { Request } from "../request";
import { Resource, type ILegacyResource } from "../resource";
import { className } from "./class-name";

export interface Hook {
  /** Name of the class. */
  readonly resource: string;
  /** Name of the method; "stream" for a resource that streams. */
  readonly hook: string;
}

type FromSite = Pick<LegacyExchangeEnded, "method" | "segments" | "site">;

/** undefined: nothing there could look, or it says that it does not. */
export function hookOf(visit: LegacyVisit, exchange: FromSite): Hook | undefined {
  const { resource, phase, depth } = visit;
  switch (phase) {
    case "received":
      return hookOfRequest(resource as Request, exchange);
    case "getChild": {
      const segment = exchange.segments[depth];
      if (segment === undefined || !childLooksAtContent(resource as ILegacyResource, segment))
        return undefined;
      return { resource: className(resource), hook: nameOfGetChild(resource) };
    }
    case "render":
      if (!renderLooksAtContent(resource as ILegacyResource, exchange.method)) return undefined;
      return { resource: className(resource), hook: nameOfRender(resource, exchange.method) };
    case "stream":
      return { resource: className(resource), hook: "stream" };
  }
}

function hookOfRequest(request: Request, { site }: FromSite): Hook | undefined {
  if ((site as { looksAtContent?: boolean }).looksAtContent === true) {
    return { resource: className(site), hook: "getResourceFor" };
  }
  const [hook] = collectingHooks(request);
  return hook === undefined ? undefined : { resource: className(request), hook };
}

function nameOfGetChild(resource: object): string {
  const { getChildWithDefault } = resource as Partial<Resource>;
  return getChildWithDefault === Resource.prototype.getChildWithDefault ? "getChild" : "getChildWithDefault";
}

/** A class without `render` of its own has a method for each of HTTP's. */
function nameOfRender(resource: object, method: string): string {
  const { render } = resource as Partial<Resource>;
  if (render !== Resource.prototype.render) return "render";
  return method === "HEAD" && !Object.hasOwn(resource.constructor.prototype as object, "render_HEAD")
    ? "render_GET"
    : `render_${method}`;
}
