/** @headgate/legacy-site/guard: who may pass, by HTTP authentication, as in twisted.web.guard. */
export { HTTPAuthSessionWrapper } from "../guard/http-auth-session-wrapper";
export type { Challenge, ICredentialFactory } from "../guard/credential-factory";
export { BasicCredentialFactory } from "../guard/basic-credential-factory";
export { DigestCredentialFactory } from "../guard/digest-credential-factory";
export type { DigestOptions } from "../guard/digest-credential-factory";
