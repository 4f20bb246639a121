/**
 * Changes the path before the walk goes on (twisted.web.rewrite: RewriterResource, alias, tildeToUsers). Rules may
 * look at everything, the body included.
 */
import type { Awaitable } from "@headgate/core";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";
import { renderThrough } from "./stand-in";
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

/** A rule: `/~user/...` is `/users/user/...`. */
export function tildeToUsers(request: Request): void {
  const [first] = request.postpath;
  if (first?.startsWith("~") === true) replace(request, 1, ["users", first.slice(1)]);
}

/** A rule: what is below `aliasPath` is answered by what is below `sourcePath`. Both are relative. */
export function alias(aliasPath: string, sourcePath: string): RewriteRule {
  const from = aliasPath.split("/");
  const to = sourcePath.split("/");
  return (request) => {
    if (from.every((segment, at) => request.postpath[at] === segment)) replace(request, from.length, to);
  };
}

function replace(request: Request, count: number, by: readonly string[]): void {
  request.postpath.splice(0, count, ...by);
  request.path = `/${[...request.prepath, ...request.postpath].join("/")}`;
}
