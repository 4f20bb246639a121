/** Which methods of a resource are for which HTTP method. */

/** So that the usual names are not put together, and looked up as new strings, for each request. */
const USUAL: ReadonlyMap<string, string> = new Map(
  ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) => [method, `render_${method}`]),
);

/** "render_GET" */
export function renderName(method: string): string {
  return USUAL.get(method) ?? `render_${method}`;
}

/** The methods that may come to run for a request of that method. */
export function renderNames(method: string): string[] {
  return method === "HEAD" ? ["render_HEAD", "render_GET"] : [renderName(method)];
}
