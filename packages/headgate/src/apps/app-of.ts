/** What can be served, among what a module exports. Looked at by shape: the app may have its own copy of Headgate. */
import { isThenable, Site as CoreSite, type IResource, type IServer } from "@headgate/core";
import { Site, type ILegacyResource } from "@headgate/legacy-site";
import { NotUsable } from "../command-line/exit-codes";

/** In the order in which they are looked for. */
const EXPORT_NAMES = ["default", "site", "resource", "root", "app"] as const;

/** Of the exports that are none. */
const MAX_NAMED = 5;

/**
 * The first export that is a site or a resource, or a function or promise that gives one.
 *
 * @param file for errors
 * @throws NotUsable, and whatever the functions throw
 */
export async function appOf(exported: unknown, file: string): Promise<IServer> {
  const seen: string[] = [];
  for (const [name, candidate] of candidatesOf(exported)) {
    const given = await valueOf(candidate);
    const server = serverOf(given);
    if (server !== undefined) return server;
    seen.push(`${name} is ${kindOf(given)}`);
  }
  const what =
    seen.length === 0
      ? `exports nothing by these names${othersIn(exported)}`
      : `exports none: ${seen.join(", ")}`;
  throw new NotUsable(
    `${file} ${what}. Export a Site or a resource, or a function that returns one, as ${EXPORT_NAMES.join(", ")}`,
  );
}

export function isLegacySite(server: IServer): server is Site {
  const { getResourceFor, migrationReport } = server as Partial<Site>;
  return typeof getResourceFor === "function" && typeof migrationReport === "function";
}

/** `module.exports = site` is the module itself; seen by `import()`, it is the default. */
function* candidatesOf(exported: unknown): Generator<[name: string, candidate: unknown]> {
  if (typeof exported === "function" || serverOf(exported) !== undefined) {
    yield ["module.exports", exported];
    return;
  }
  for (const [name, value] of namedIn(exported)) {
    const inner = name === "default" && serverOf(value) === undefined ? [...namedIn(value)] : [];
    if (inner.length > 0) yield* inner;
    else yield [name, value];
  }
}

function* namedIn(exported: unknown): Generator<[name: string, value: unknown]> {
  if (typeof exported !== "object" || exported === null || isThenable(exported)) return;
  for (const name of EXPORT_NAMES) {
    const value = (exported as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) yield [name, value];
  }
}

type Maker = () => unknown;
type ResourceClass = new () => unknown;

async function valueOf(candidate: unknown): Promise<unknown> {
  const value = await candidate;
  if (typeof value !== "function") return value;
  return isClass(value) ? new (value as ResourceClass)() : (value as Maker)();
}

function isClass(value: object): boolean {
  const { prototype } = value as { readonly prototype?: unknown };
  return isLegacyResource(prototype) || isCoreResource(prototype);
}

function serverOf(value: unknown): IServer | undefined {
  if (isServer(value)) return value;
  if (isLegacyResource(value)) return new Site(value, { hardened: true });
  return isCoreResource(value) ? new CoreSite(value) : undefined;
}

function isServer(value: unknown): value is IServer {
  const { buildProtocol, options } = (value ?? {}) as Partial<IServer>;
  return typeof buildProtocol === "function" && typeof options === "object";
}

function isLegacyResource(value: unknown): value is ILegacyResource {
  const { render, getChildWithDefault, isLeaf } = (value ?? {}) as Partial<ILegacyResource>;
  return typeof render === "function" && (typeof getChildWithDefault === "function" || Boolean(isLeaf));
}

function isCoreResource(value: unknown): value is IResource {
  return typeof (value as Partial<IResource> | null | undefined)?.responseForRequest === "function";
}

/** What there is in place of what was looked for. */
function othersIn(exported: unknown): string {
  const names = Object.keys(exported ?? {}).filter((name) => name !== "default" && name !== "module.exports");
  return names.length === 0 ? "" : ` (there is ${names.slice(0, MAX_NAMED).join(", ")})`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  return Array.isArray(value) ? "an array" : "an object of another kind";
}
