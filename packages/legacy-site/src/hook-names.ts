/** Which method of an application runs where a request comes by, by its name. */
import { collectingHooks } from "./collecting-hooks";
import { renderName } from "./render-names";
import type { Request } from "./request";
import { Resource } from "./resource";

const standard = Resource.prototype;

/** Of what looks at a body before the walk. */
export function nameOfReceiving(request: Request): string {
  return collectingHooks(request)[0] ?? "process";
}

export function nameOfGetChild(resource: object): string {
  const { getChildWithDefault } = resource as Partial<Resource>;
  return getChildWithDefault === standard.getChildWithDefault ? "getChild" : "getChildWithDefault";
}

/** A class without `render` of its own has a method for each of HTTP's. */
export function nameOfRender(resource: object, method: string): string {
  const { render, render_HEAD } = resource as Partial<Resource>;
  if (render !== standard.render) return "render";
  return method === "HEAD" && render_HEAD === standard.render_HEAD ? "render_GET" : renderName(method);
}
