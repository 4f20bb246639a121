/** @headgate/legacy-site/cred/portal: where credentials become avatars, as in twisted.cred.portal. */
export { Portal } from "../../cred/portal";
export type { Avatar, IRealm } from "../../cred/portal";
