/** @headgate/legacy-site/util: redirects, and resources that are known later, as in twisted.web.util. */
export { ChildRedirector, ParentRedirect, Redirect, redirectTo } from "../redirects";
export { DeferredResource } from "../deferred-resource";
export { formatFailure } from "../format-failure";
