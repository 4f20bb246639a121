/** @headgate/legacy-site/error: what resources may throw, as in twisted.web.error. */
export { UnsupportedMethod } from "../unsupported-method";
