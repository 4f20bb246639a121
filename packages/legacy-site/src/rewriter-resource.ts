/**
 * Changes the path before the walk goes on (twisted.web.rewrite: RewriterResource, alias, tildeToUsers). Rules may
 * look at everything, the body included; those that do not are marked: `mark(rule, CONTENT_BLIND)`. Where all are,
 * nothing is collected for them.
 */
import type { Awaitable } from "@headgate/core";
import { CONTENT_BLIND, isMarked, mark } from "./markers";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";
import { renderThrough, STANDS_FOR } from "./stand-in";
import { childThrough } from "./walk";

/** Changes `request.postpath`, and `request.path` with it. */
export type RewriteRule = (request: Request) => void;

export class RewriterResource extends Resource {
  readonly resource: AnyResource;
  readonly rewriteRules: RewriteRule[];

  constructor(original: AnyResource, ...rewriteRules: RewriteRule[]) {
    super();
    this.resource = original;
    this.rewriteRules = rewriteRules;
    const isOwn = this.getChild === standard.getChild && this.render === standard.render;
    if (isOwn && rewriteRules.every((rule) => isMarked(rule, CONTENT_BLIND, []))) this.#becomeBlind();
  }

  /** Only then others may answer in its stead before the body is there. */
  #becomeBlind(): void {
    mark(this, CONTENT_BLIND);
    const standsFor = (request: Request): AnyResource => {
      this.#rewrite(request);
      return this.resource;
    };
    Object.defineProperty(this, STANDS_FOR, { value: standsFor });
  }

  override getChild(name: string, request: Request): Awaitable<AnyResource> {
    request.postpath.unshift(name);
    request.prepath.pop();
    this.#rewrite(request);
    const rewritten = request.postpath.shift();
    if (rewritten === undefined) return this.resource;
    request.prepath.push(rewritten);
    return childThrough(this.resource, rewritten, request);
  }

  override render(request: Request): Awaitable<Rendered> {
    this.#rewrite(request);
    return renderThrough(this.resource, request);
  }

  #rewrite(request: Request): void {
    for (const rule of this.rewriteRules) rule(request);
  }
}

const standard = RewriterResource.prototype;

/** A rule: `/~user/...` is `/users/user/...`. */
export function tildeToUsers(request: Request): void {
  const [first] = request.postpath;
  if (first?.startsWith("~") === true) replace(request, 1, ["users", first.slice(1)]);
}

/** A rule: what is below `aliasPath` is answered by what is below `sourcePath`. Both are relative. */
export function alias(aliasPath: string, sourcePath: string): RewriteRule {
  const from = aliasPath.split("/");
  const to = sourcePath.split("/");
  const rule: RewriteRule = (request) => {
    if (from.every((segment, at) => request.postpath[at] === segment)) replace(request, from.length, to);
  };
  return mark(rule, CONTENT_BLIND);
}

function replace(request: Request, count: number, by: readonly string[]): void {
  request.postpath.splice(0, count, ...by);
  request.path = `/${[...request.prepath, ...request.postpath].join("/")}`;
}

mark(tildeToUsers, CONTENT_BLIND);
