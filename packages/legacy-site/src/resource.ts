/**
 * A node of a tree: finds its children and renders itself (twisted.web.resource), and the pages for where there
 * is no such node. `Resource` is for subclassing; anything with the shape of `ILegacyResource` serves as one.
 */
import type { Awaitable, IRequest, IResponse, PathCursor } from "@headgate/core";
import type { NOT_DONE_YET } from "./constants";
import type { AnyResource as AnyResourceOf, ILegacyResource as IResourceOf } from "./contracts";
import { exchangeOf } from "./exchange-registry";
import { CONTENT_BLIND, ownersOf, RENDERS_BLIND } from "./markers";
import { ERROR_TEMPLATE, unescapedErrorPage } from "./page-texts";
import { renderName } from "./render-names";
import type { Request } from "./request";
import { UnsupportedMethod } from "./unsupported-method";

export type AnyResource = AnyResourceOf<Request>;
export type ILegacyResource = IResourceOf<Request>;

/** Stands for the interface of resources where one has to be named: a guard asks realms for it. */
export const IResource: unique symbol = Symbol.for("headgate.IResource") as never;
export type IResource = ILegacyResource;

/** What `render` may return: the body, or the promise to write it. */
export type Rendered = string | Uint8Array | typeof NOT_DONE_YET;

const RENDER_METHOD = /^render_(.+)$/;

export class Resource implements ILegacyResource {
  /** true: `render` is called with whatever remains of the path in `request.postpath`. */
  isLeaf: boolean | number = false;
  server: unknown = null;
  readonly children = new Map<string, AnyResource>();
  /** What a 405 names; absent: all that have a `render_*`. */
  declare allowedMethods?: readonly string[];

  /** The child of that name which is not static. Called with the name already in `request.prepath`. */
  getChild(_path: string, _request: Request): Awaitable<AnyResource> {
    return new NoResource();
  }

  /** The static child of that name, else `getChild`. */
  getChildWithDefault(path: string, request: Request): Awaitable<AnyResource> {
    return this.children.get(path) ?? this.getChild(path, request);
  }

  putChild(path: string, child: AnyResource): void {
    if (typeof path !== "string")
      throw new TypeError(`Path segment must be a string, but ${String(path)} is not`);
    this.children.set(path, child);
    if (child instanceof Resource) child.server = this.server;
  }

  /** Calls `render_GET`, `render_POST`, ... by the method as it was sent. @throws UnsupportedMethod */
  render(request: Request): Awaitable<Rendered> {
    const render = (this as unknown as Record<string, unknown>)[renderName(request.method)];
    if (typeof render !== "function") throw new UnsupportedMethod(this.allowedMethods ?? renderMethods(this));
    return render.call(this, request) as Awaitable<Rendered>;
  }

  /** As GET. The framework drops the body. */
  render_HEAD(request: Request): Awaitable<Rendered> {
    return (this as unknown as { render_GET(request: Request): Awaitable<Rendered> }).render_GET(request);
  }

  /**
   * For core: the new way to answer, with the live request. As inherited it collects the body and calls `render`;
   * who overrides it streams.
   */
  responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    return exchangeOf(request, this).renderBuffered(this, path);
  }

  listNames(): string[] {
    return [...this.listStaticNames(), ...this.listDynamicNames()];
  }

  listStaticNames(): string[] {
    return [...this.children.keys()];
  }

  listDynamicNames(): string[] {
    return [];
  }

  listEntities(): [name: string, child: AnyResource][] {
    return this.listStaticEntities();
  }

  listStaticEntities(): [name: string, child: AnyResource][] {
    return [...this.children];
  }

  getStaticEntity(name: string): AnyResource | undefined {
    return this.children.get(name);
  }

  getDynamicEntity(name: string, request: Request): Awaitable<AnyResource> | null {
    return this.children.has(name) ? null : this.getChild(name, request);
  }

  delEntity(name: string): void {
    this.children.delete(name);
  }

  reallyPutEntity(name: string, entity: AnyResource): void {
    this.children.set(name, entity);
  }
}

/** Methods with a `render_*`, inherited ones first, in the order of definition. */
function renderMethods(resource: object): string[] {
  const methods = new Set<string>();
  for (const owner of [...ownersOf(resource)].reverse()) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      const method = RENDER_METHOD.exec(name)?.[1];
      if (method !== undefined) methods.add(method);
    }
  }
  return [...methods];
}

/** A leaf is never asked for children. */
export function isLegacyResource(resource: unknown): resource is ILegacyResource {
  const { getChildWithDefault, render, isLeaf } = (resource ?? {}) as Partial<ILegacyResource>;
  return typeof render === "function" && (typeof getChildWithDefault === "function" || Boolean(isLeaf));
}

/**
 * A page for an error. Answers every method and stands for every child. `brief` and `detail` are HTML and are
 * sent as they are: what comes from a client must be escaped before.
 */
export class ErrorPage extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  /** `%(code)s`, `%(brief)s` and `%(detail)s` are filled in, and `%%` is a percent sign. */
  template = ERROR_TEMPLATE;
  readonly code: number;
  readonly brief: string;
  readonly detail: string;

  constructor(status: number, brief: string, detail: string) {
    super();
    this.code = status;
    this.brief = brief;
    this.detail = detail;
  }

  override render(request: Request): Awaitable<Rendered> {
    request.setResponseCode(this.code);
    request.setHeader("content-type", "text/html; charset=utf-8");
    return unescapedErrorPage(this.code, this.brief, this.detail, this.template);
  }

  override getChild(_path: string, _request: Request): Awaitable<AnyResource> {
    return this;
  }
}

export class NoResource extends ErrorPage {
  constructor(message = "Sorry. No luck finding that resource.") {
    super(404, "No Such Resource", message);
  }
}

export class ForbiddenResource extends ErrorPage {
  constructor(message = "Sorry, resource is forbidden.") {
    super(403, "Forbidden Resource", message);
  }
}
