/** @headgate/legacy-site/resource: what trees are made of, as in twisted.web.resource. */
export { ErrorPage, ForbiddenResource, IResource, NoResource, Resource } from "../resource";
export type { AnyResource, ILegacyResource, Rendered } from "../resource";
export { EncodingResourceWrapper } from "../encoding-resource-wrapper";
export { getChildForRequest } from "../walk";
export { UnsupportedMethod } from "../unsupported-method";
