/** Which methods of a resource are for which HTTP method. */

/** So that the usual names are not put together, and looked up as new strings, for each request. */
const USUAL: ReadonlyMap<string, readonly string[]> = new Map(
  ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) => [method, namesFor(method)]),
);

function namesFor(method: string): readonly string[] {
  const own = `render_${method}`;
  return method === "HEAD" ? [own, "render_GET", "render"] : [own, "render"];
}

/** "render_GET" */
export function renderName(method: string): string {
  return USUAL.get(method)?.[0] ?? `render_${method}`;
}

/** The methods that may come to run for a request of that method: `render` itself is one. */
export function renderNames(method: string): readonly string[] {
  return USUAL.get(method) ?? namesFor(method);
}
