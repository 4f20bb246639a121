/** Which method of an application ran where a request came by. */
import { collectingHooks } from "../collecting-hooks";
import type { LegacyExchangeEnded, LegacyVisit } from "../legacy-events";
import { renderName } from "../render-names";
import type { Request } from "../request";
import { Resource } from "../resource";

/** The site finds resources in a way of its own, and has bodies collected before. */
export function looksFirst({ site }: LegacyExchangeEnded): boolean {
  return (site as { looksAtContent?: boolean }).looksAtContent === true;
}

/** The function itself, where objects of one class may have one of their own. */
export function whatRan({ resource, phase }: LegacyVisit): unknown {
  const { render, getChildWithDefault } = resource as Partial<Resource>;
  if (phase === "render") return render;
  return phase === "getChild" ? getChildWithDefault : undefined;
}

/** Its name; "stream" for a resource that streams. */
export function hookName({ resource, phase }: LegacyVisit, exchange: LegacyExchangeEnded): string {
  const { method } = exchange;
  switch (phase) {
    case "received":
      return looksFirst(exchange) ? "getResourceFor" : (collectingHooks(resource as Request)[0] ?? "process");
    case "getChild":
      return nameOfGetChild(resource);
    case "render":
      return nameOfRender(resource, method);
    case "stream":
      return "stream";
  }
}

function nameOfGetChild(resource: object): string {
  const { getChildWithDefault } = resource as Partial<Resource>;
  return getChildWithDefault === Resource.prototype.getChildWithDefault ? "getChild" : "getChildWithDefault";
}

/** A class without `render` of its own has a method for each of HTTP's. */
function nameOfRender(resource: object, method: string): string {
  const { render, render_HEAD } = resource as Partial<Resource>;
  if (render !== Resource.prototype.render) return "render";
  return method === "HEAD" && render_HEAD === Resource.prototype.render_HEAD
    ? "render_GET"
    : renderName(method);
}
