/** @headgate/legacy-site/rewrite: paths that are changed on their way, as in twisted.web.rewrite. */
export { alias, RewriterResource, tildeToUsers } from "../rewriter-resource";
export type { RewriteRule } from "../rewriter-resource";
